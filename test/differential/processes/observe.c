// Questions about fork, descriptors, pipes, signals and memory, asked of the kernel that runs this. Each function answers one, in lines on the
// standard output; `ours.ts` asks viva's kernel the same. usage: observe QUESTION, in an empty directory. Without one it lists the questions.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void say(const char *format, ...) {
  char line[200];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(line, sizeof line - 1, format, args);
  va_end(args);
  line[length] = '\n';
  if (write(1, line, length + 1) < 0) _exit(99);
}

static const char *name_of(int error) {
  switch (error) {
    case 0: return "ok";
    case EAGAIN: return "EAGAIN";
    case EBADF: return "EBADF";
    case ECHILD: return "ECHILD";
    case EEXIST: return "EEXIST";
    case EINTR: return "EINTR";
    case EINVAL: return "EINVAL";
    case EISDIR: return "EISDIR";
    case ENOENT: return "ENOENT";
    case ENOTDIR: return "ENOTDIR";
    case ENOTEMPTY: return "ENOTEMPTY";
    case EPIPE: return "EPIPE";
    case ESPIPE: return "ESPIPE";
    case ESRCH: return "ESRCH";
    default: return strerror(error);
  }
}

/* The result of a call as text: a number, or the name of its error. */
static const char *result(long value) {
  static char texts[8][24];
  static int next;
  char *text = texts[next++ % 8];
  if (value < 0) snprintf(text, 24, "%s", name_of(errno));
  else snprintf(text, 24, "%ld", value);
  return text;
}

/* C leaves open which argument is evaluated first; these do not. */
#define say2(one, two) \
  do { \
    const char *first = result(one), *second = result(two); \
    say("%s %s", first, second); \
  } while (0)
#define say_size(one, path) \
  do { \
    const char *first = result(one); \
    say("%s size %ld", first, size(path)); \
  } while (0)

static void pause_ms(int ms) {
  struct timespec time = {ms / 1000, ms % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

static void say_status(int status) {
  if (WIFEXITED(status)) say("exited %d", WEXITSTATUS(status));
  else say("killed by %d", WTERMSIG(status));
}

static void wait_and_say(void) {
  int status = 0;
  if (wait(&status) < 0) say("%s", name_of(errno));
  else say_status(status);
}

static int file(const char *path, int flags) { return open(path, O_RDWR | O_CREAT | flags, 0600); }
static long size(const char *path) {
  struct stat s;
  return stat(path, &s) < 0 ? -1 : (long)s.st_size;
}

static volatile int g = 1;

static void *add_one(void *_) { g += 1; return _; }
static void globals(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, add_one, NULL);
  pthread_join(thread, NULL);
  say("after thread %d", g);
  if (fork() == 0) { g += 10; say("child %d", g); _exit(0); }
  wait(NULL);
  say("parent %d", g);
}

static void *store_77(void *at) { *(volatile int *)at = 77; return NULL; }
static void locals(void) {
  volatile int v = 5;
  if (fork() == 0) { store_77((void *)&v); _exit(0); }
  wait(NULL);
  say("child %d", v);
  pthread_t thread;
  pthread_create(&thread, NULL, store_77, (void *)&v);
  pthread_join(thread, NULL);
  say("thread %d", v);
}

static void shared_offset(void) {
  int fd = file("a", 0);
  if (fork() == 0) { say("child %s", result(write(fd, "BBBB", 4))); _exit(0); }
  wait(NULL);
  say("parent %s", result(write(fd, "AAAA", 4)));
  say_size(lseek(fd, 0, SEEK_CUR), "a");
}

static void own_offset(void) {
  for (int append = 0; append < 2; append++) {
    const char *path = append ? "b" : "a";
    if (fork() == 0) { write(file(path, append ? O_APPEND : 0), "BBBB", 4); _exit(0); }
    wait(NULL);
    write(file(path, append ? O_APPEND : 0), "AAAA", 4);
    say("size %ld", size(path));
  }
}

static int closing;
static void *close_it(void *_) { close(closing); return _; }
static void closed_by(void) {
  closing = file("a", 0);
  if (fork() == 0) { close(closing); _exit(0); }
  wait(NULL);
  say("child %s", result(write(closing, "x", 1)));
  pthread_t thread;
  pthread_create(&thread, NULL, close_it, NULL);
  pthread_join(thread, NULL);
  say("thread %s", result(write(closing, "x", 1)));
}

static void numbers(void) {
  int a = file("a", 0), b = file("b", 0);
  say("%d %d", a, b);
  close(a);
  int copy = dup(b);
  write(b, "12", 2);
  write(copy, "34", 2);
  say("%d size %ld", copy, size("b"));
  say2(dup2(b, 50), dup2(b, b));
  say2(dup2(49, 51), dup(49));
  close(b);
  say("%s", result(lseek(50, 0, SEEK_CUR)));
  say("%s", result(close(b)));
}

static void offsets(void) {
  int fd = file("a", 0);
  char bytes[10];
  say("%s", result(pwrite(fd, "xy", 2, 5)));
  say_size(lseek(fd, 0, SEEK_CUR), "a");
  say("%s", result(pread(fd, bytes, 10, 4)));
  say("%d %d", bytes[0], bytes[1]);
  say2(lseek(fd, -1, SEEK_SET), lseek(fd, -2, SEEK_END));
  say("%s", result(read(fd, bytes, 10)));
  say("%s", result(read(fd, bytes, 10)));
  int reader = open("a", O_RDONLY), writer = open("a", O_WRONLY);
  say2(write(reader, "x", 1), read(writer, bytes, 1));
}

static void names(void) {
  say2(open("nobody", O_RDONLY), open("", O_RDONLY));
  close(file("a", 0));
  say("%s", result(open("a", O_WRONLY | O_CREAT | O_EXCL, 0600)));
  say("%s", result(open("a/b", O_WRONLY | O_CREAT, 0600)));
  say2(mkdir("d", 0700), mkdir("a", 0700));
  say("%s", result(open("d", O_WRONLY)));
  int fd = file("d/e", 0);
  write(fd, "here", 4);
  say2(rmdir("d"), rename("d", "d/f"));
  say("%s", result(unlink("d/e")));
  char bytes[10];
  say2(pread(fd, bytes, 10, 0), open("d/e", O_RDONLY));
  int old = file("old", 0);
  write(old, "old", 3);
  write(file("new", 0), "newer", 5);
  say_size(rename("new", "old"), "old");
  say("%s", result(pread(old, bytes, 10, 0)));
  open("old", O_WRONLY | O_TRUNC);
  say("size %ld", size("old"));
}

static void pipe_end(void) {
  int ends[2];
  char bytes[100];
  pipe(ends);
  say2(lseek(ends[0], 0, SEEK_SET), write(ends[0], "x", 1));
  if (fork() == 0) {
    pause_ms(30);
    write(ends[1], "1234", 4);
    _exit(0);
  }
  close(ends[1]);
  say("%s", result(read(ends[0], bytes, 100)));
  say("%s", result(read(ends[0], bytes, 100)));
  wait(NULL);
}

static void pipe_full(void) {
  int ends[2];
  static char bytes[70000];
  pipe2(ends, O_NONBLOCK);
  say("%s", result(read(ends[0], bytes, 1)));
  say("%s", result(write(ends[1], bytes, 70000)));
  say("%s", result(write(ends[1], bytes, 1)));
  say("%s", result(read(ends[0], bytes, 4096)));
  say("%s", result(write(ends[1], bytes, 4096)));
  say("%s", result(write(ends[1], bytes, 4096)));
  close(ends[1]);
  long total = 0, got;
  while ((got = read(ends[0], bytes, 70000)) > 0) total += got;
  say("%ld", total);
}

static void pipe_broken(void) {
  int ends[2];
  pipe(ends);
  close(ends[0]);
  if (fork() == 0) { write(ends[1], "x", 1); _exit(0); }
  wait_and_say();
  signal(SIGPIPE, SIG_IGN);
  say("%s", result(write(ends[1], "x", 1)));
}

static void ends(void) {
  if (fork() == 0) _exit(258);
  wait_and_say();
  int signals[] = {SIGTERM, SIGKILL, SIGUSR1, SIGINT};
  for (int i = 0; i < 4; i++) {
    pid_t pid = fork();
    if (pid == 0) { pause_ms(5000); _exit(0); }
    kill(pid, signals[i]);
    wait_and_say();
  }
  if (fork() == 0) { *(volatile int *)8 = 1; _exit(0); }
  wait_and_say();
  wait_and_say();
}

static void waiting(void) {
  int status;
  say("%s", result(waitpid(-1, &status, 0)));
  pid_t pid = fork();
  if (pid == 0) { pause_ms(50); _exit(3); }
  say("%s", result(waitpid(-1, &status, WNOHANG)));
  say("%s", result(waitpid(pid + 1, &status, 0)));
  wait_and_say();
  signal(SIGCHLD, SIG_IGN);
  if (fork() == 0) _exit(0);
  wait_and_say();
}

static void crash_of_thread_body(void) { *(volatile int *)8 = 1; }
static void *crash_thread(void *_) { pause_ms(10); crash_of_thread_body(); return _; }
static void *long_thread(void *_) { pause_ms(2000); say("still here"); return _; }
static void crash(void) {
  if (fork() == 0) {
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, long_thread, NULL);
    pthread_create(&threads[1], NULL, crash_thread, NULL);
    pause_ms(2000);
    say("main still here");
    _exit(0);
  }
  wait_and_say();
}

static void note(int signal) { say("handled %d", signal); }
static void handle(int signal, int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  action.sa_flags = flags;
  sigaction(signal, &action, NULL);
}

static void handlers(void) {
  handle(SIGUSR1, 0);
  kill(getpid(), SIGUSR1);
  say("after");
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  for (int i = 0; i < 3; i++) kill(getpid(), SIGUSR1);
  say("blocked");
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  say("unblocked");
  struct sigaction ignore;
  memset(&ignore, 0, sizeof ignore);
  ignore.sa_handler = SIG_IGN;
  say("%s", result(sigaction(SIGKILL, &ignore, NULL)));
  say("%s", result(kill(999999, SIGTERM)));
  if (fork() == 0) { kill(getpid(), SIGUSR1); signal(SIGUSR1, SIG_DFL); _exit(0); }
  wait_and_say();
  kill(getpid(), SIGUSR1);
}

static void interrupted(void) {
  for (int restart = 0; restart < 2; restart++) {
    int ends[2];
    char byte;
    pipe(ends);
    handle(SIGUSR1, restart ? SA_RESTART : 0);
    pid_t parent = getpid();
    if (fork() == 0) {
      pause_ms(50);
      kill(parent, SIGUSR1);
      pause_ms(50);
      write(ends[1], "x", 1);
      _exit(0);
    }
    say("%s", result(read(ends[0], &byte, 1)));
    while (wait(NULL) < 0 && errno == EINTR);
  }
}

static void child_signal(void) {
  handle(SIGCHLD, 0);
  if (fork() == 0) { pause_ms(50); _exit(4); }
  say("%s", result(pause()));
  wait_and_say();
}

static void unblocked_default(void) {
  if (fork() == 0) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    kill(getpid(), SIGTERM);
    say("still here");
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    say("never");
    _exit(0);
  }
  wait_and_say();
}

static char *missing = (char *)0x50000000;
static void repair(int _) { (void)_; mmap(missing, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0); }
static void repaired(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = repair;
  sigaction(SIGSEGV, &action, NULL);
  *(volatile int *)missing = 9;
  say("%d", *(volatile int *)missing);
}

static void shared_memory(void) {
  volatile int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  volatile int *own = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (fork() == 0) { *shared = 42; *own = 42; _exit(0); }
  wait(NULL);
  say("%d %d", *shared, *own);
}

static void locks(void) {
  int one = file("a", 0), two = file("a", 0);
  say2(flock(one, LOCK_EX), flock(two, LOCK_SH | LOCK_NB));
  if (fork() == 0) { say("child %s", result(flock(one, LOCK_EX | LOCK_NB))); _exit(0); }
  wait(NULL);
  say("%s", result(flock(two, LOCK_EX | LOCK_NB)));
  int copy = dup(one);
  close(one);
  say("%s", result(flock(two, LOCK_EX | LOCK_NB)));
  close(copy);
  say("%s", result(flock(two, LOCK_EX | LOCK_NB)));
  int three = file("a", 0);
  flock(two, LOCK_SH);
  say("%s", result(flock(three, LOCK_SH | LOCK_NB)));
  say("%s", result(flock(two, LOCK_EX | LOCK_NB)));
  say("%s", result(flock(three, LOCK_EX | LOCK_NB)));
  say("%s", result(flock(77, LOCK_SH)));
}

static int cloned_fd;
static int cloned(void *_) { (void)_; g = 2; close(cloned_fd); return 0; }
static void clones(void) {
  for (int i = 0; i < 4; i++) {
    int flags = (i & 1 ? CLONE_VM : 0) | (i & 2 ? CLONE_FILES : 0);
    char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    g = 1;
    cloned_fd = file("a", 0);
    clone(cloned, stack + 65536, flags | SIGCHLD, NULL);
    wait(NULL);
    say("%d %s", g, result(lseek(cloned_fd, 0, SEEK_CUR)));
    close(cloned_fd);
  }
  int illegal[] = {CLONE_THREAD, CLONE_THREAD | CLONE_VM, CLONE_SIGHAND, CLONE_THREAD | CLONE_SIGHAND};
  for (int i = 0; i < 4; i++) {
    char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    say("%s", result(clone(cloned, stack + 65536, illegal[i], NULL)));
  }
}

static char *self;
static void executed(void) {
  setenv("USER_OF_TEST", "ada", 1);
  file("a", 0);
  file("b", O_CLOEXEC);
  handle(SIGUSR1, 0);
  signal(SIGUSR2, SIG_IGN);
  char *args[] = {self, "-after-exec", NULL};
  say("%s", result(execv("./nobody", args)));
  if (fork() == 0) { execv(self, args); _exit(9); }
  wait_and_say();
}
static void after_exec(void) {
  say2(lseek(3, 0, SEEK_SET), lseek(4, 0, SEEK_SET));
  say("%s", getenv("USER_OF_TEST"));
  struct sigaction one, two;
  sigaction(SIGUSR1, NULL, &one);
  sigaction(SIGUSR2, NULL, &two);
  say("%s %s", one.sa_handler == SIG_DFL ? "default" : "other", two.sa_handler == SIG_IGN ? "ignore" : "other");
  _exit(5);
}

static void tree(void) {
  int ends[2];
  char bytes[100];
  pid_t first = getpid();
  pipe(ends);
  for (int i = 0; i < 3; i++) fork();
  write(ends[1], "x", 1);
  while (wait(NULL) > 0);
  close(ends[1]);
  if (getpid() != first) _exit(0);
  long lines = 0, got;
  while ((got = read(ends[0], bytes, 100)) > 0) lines += got;
  say("%ld", lines);
}

static void buffer(void) {
  setvbuf(stdout, NULL, _IOFBF, 4096);
  printf("A");
  if (fork() == 0) exit(0);
  wait(NULL);
  printf("\n");
}

static const struct { const char *name; void (*ask)(void); } questions[] = {
    {"globals", globals}, {"locals", locals}, {"shared-offset", shared_offset}, {"own-offset", own_offset},
    {"closed-by", closed_by}, {"numbers", numbers}, {"offsets", offsets}, {"names", names},
    {"pipe-end", pipe_end}, {"pipe-full", pipe_full}, {"pipe-broken", pipe_broken}, {"ends", ends},
    {"waiting", waiting}, {"crash", crash}, {"handlers", handlers}, {"interrupted", interrupted},
    {"child-signal", child_signal}, {"unblocked-default", unblocked_default}, {"repaired", repaired},
    {"shared-memory", shared_memory}, {"locks", locks}, {"clones", clones}, {"executed", executed},
    {"tree", tree}, {"buffer", buffer},
};

int main(int count, char **args) {
  self = args[0];
  if (count == 2 && strcmp(args[1], "-after-exec") == 0) after_exec();
  for (unsigned i = 0; i < sizeof questions / sizeof *questions; i++) {
    if (count < 2) say("%s", questions[i].name);
    else if (strcmp(args[1], questions[i].name) == 0) {
      questions[i].ask();
      return 0;
    }
  }
  return count < 2 ? 0 : 2;
}
