/** The sample note: eighteen questions, and answers with the usual mistakes, so that a newcomer can see a check without a file. */
export const sampleNote = {
  file: "sample-interview-note.md",
  text: `### 1. Network
1. What happens when you type a URL into the browser?
	1. DNS is asked for the address that belongs to the name.
	2. A TCP connection is opened to that address, and TLS on top of it for https.
	3. HTTP asks for the page; while the HTML is read, more files are fetched, and it is painted.
2. TCP or UDP: when do you take which?
	TCP looks after order and retransmission, UDP sends without any of that.
	So UDP is always faster.
3. The TCP 3 way handshake, and how a connection is closed
	After three segments both sides know each other's first number.
	To close it, one side sends a FIN and both directions are shut at once.
4. What is the difference between HTTP and HTTPS?
	HTTPS prevents others on the way from reading or changing anything.
5. The TLS handshake, step by step
	The client makes the session key, locks it with the server's public key and sends it.
6. GET and POST
	GET shows its values in the address and POST puts them into the body, so POST is secure.
7. Which HTTP methods do you know?
	GET, POST, PUT, PATCH and DELETE, mostly.
	PUT must do the same however often it is sent.
8. What is a REST API?
	Resources are named by addresses, and what to do with them by the method.
9. You get a CORS error. What now?
	The server refused the request, so I add a header in the front end.

### 2. Operating systems
1. How do a process and a thread differ?
	A process has an address space of its own; threads share the heap inside of it.
2. What does a context switch cost?
	Saving and restoring registers, and caches that have gone cold.
3. Synchronous and asynchronous, blocking and non-blocking
	If you wait for the result it is synchronous, if you are told later it is asynchronous.
4. The pros and cons of multithreading
	Several cores can work at once, but shared data needs care.
5. What does thread-safe mean, and how do you get there?
	The result is correct when multiple threads call it at the same time.
	I made it a singleton, which solved the problem.
	getInstance has a null check, so only one object is ever made.
	For the counter, volatile is enough.
	Each method is safe, so calling one after the other is safe as well.
	I tested it a million times and always got the same result.
	You can also guard the part that changes things with a lock.
	For a counter there is AtomicInteger.
	- Follow-up: Does double-checked locking need volatile?
6. Why is process synchronisation needed?

### 3. About me
1. Why did you apply to our company?
	I want to work with numbers on how an advertisement reaches the person it is for.
2. Your CV is mostly Java. Why a Python position?
	I wanted to work with data, and built a reporting tool in Python over half a year.
3. How do you handle a conflict with a colleague?
	First I say in my own words what worries them, then we try it on a small scale and look at the result together.
`,
};
