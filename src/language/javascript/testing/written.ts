/** Programs written by hand, each about one part of the language or of Node; and such whose order Node does not determine. */

export const written: readonly { readonly source: string; readonly module: boolean }[] = [
  {
    module: false,
    source: `
class A { #x=1; static s = 5; y = this.#x + 1; get x(){return this.#x} set x(v){this.#x=v} m(){return 'm'} static { this.z = 9; } }
class B extends A { constructor(){ super(); this.k = super.m(); } toString(){ return \`B(\${this.k})\` } }
const b = new B(); b.x = 7; console.log(b, \`\${b}\`, b.x, A.s, A.z, A, B, [b]); console.log(typeof A, b instanceof A, Object.keys(b));
`,
  },
  {
    module: false,
    source: `
console.log([1,2,3], {a:1,b:'x',c:[1,{d:{e:{f:1}}}]}, 'str', ['s', "it's", \`a"b'c\`], null, undefined, true, -0, [undefined, null], [,1,,,2]);
console.log({ 'a-b': 1, 2: 3, [Symbol('q')]: 4, f() {}, g: () => {}, h: class {}, i: class X extends Array {}, async j() {}, *k() {} });
console.log(new Map([['a',1],[{b:2},[3]]]), new Set([1,'2']), new Map(), new Set(), Symbol('x'), 10n, /ab+/gi);
console.log([1.5, 'a'], [[[[1]]]], {a:{b:{c:{}}}}, {a:{b:{c:{d:1}}}}, [[]], [{}]);
console.log(Array.from({length: 30}, (_, i) => i * 3)); console.log(Array.from({length: 120}, (_, i) => i));
console.log(['apple','banana','cherry','dragonfruit','elderberry','fig','grape','honeydew']);
console.log({ name: 'a long name indeed', description: 'something that goes past the end', other: [1,2,3,4,5,6,7,8] });
console.log(Promise.resolve(4), Promise.reject(3).catch(()=>{}) , new Promise(()=>{}), Promise.resolve({a:1}));
console.log('%s is %d years and %i, %f, %j %O %%', 'Bob', 42.5, 42.9, 1.5, {a:1}, {b:{c:{}}}, 'extra', 3);
console.log(function foo(){}, async () => {}, (function*(){}), Object.create(null), Object.create({a:1}), new (class Foo { a = 1 })(), [function(){}]);
console.log(new Number(3), new String('abc'), new Boolean(false), Object(1n));
const o = {n:1}; o.self = o; o.arr=[o]; console.log(o);
console.log({get a(){return 1}, set a(v){}, get b(){return 2}, set c(v){}});
console.log((function(){return arguments})(1,2), globalThis === global);
console.log([ 'a\\nb', 'tab\\t' ], 'a\\nb', {k:'\\\\'});
console.log(new WeakMap(), (function*g(){})(), Object.assign(()=>{}, {a:1}), [1,2,3].entries === undefined);
`,
  },
  {
    module: false,
    source: `
try { null.x } catch (e) { console.log(e.message, e.name, e instanceof TypeError, String(e)); }
try { undefined.foo() } catch (e) { console.log(e.message); }
try { let o = {}; o.a.b } catch (e) { console.log(e.message); }
try { let o = {a:{}}; o.a.b() } catch (e) { console.log(e.message); }
try { foo } catch (e) { console.log(e.message, e.name); }
try { x; let x = 1 } catch (e) { console.log(e.message); }
try { const c = 1; c = 2 } catch (e) { console.log(e.message); }
try { [...1] } catch (e) { console.log(e.message); }
try { for (const x of 5) ; } catch (e) { console.log(e.message); }
try { const [a] = null } catch (e) { console.log(e.message); }
try { const {a} = null } catch (e) { console.log(e.message); }
try { new (class A { constructor(){ this.x() } }) } catch (e) { console.log(e.message); }
try { (1)() } catch (e) { console.log(e.message); }
try { let f = 5; f() } catch (e) { console.log(e.message); }
try { let f = 5; new f() } catch (e) { console.log(e.message); }
try { JSON.parse('{bad') } catch (e) { console.log(e.name); }
try { class A {} A() } catch (e) { console.log(e.message); }
try { class P { constructor(){} } class Q extends P { constructor(){ this.a } } new Q } catch (e) { console.log(e.message); }
try { Promise() } catch (e) { console.log(e.message); }
try { new Promise() } catch (e) { console.log(e.message); }
try { 'use strict'; Object.freeze([1]).push(2) } catch (e) { console.log(e.message); }
try { Symbol() + '' } catch (e) { console.log(e.message); }
try { 1n + 1 } catch (e) { console.log(e.message); }
try { [].reduce((a,b)=>a) } catch (e) { console.log(e.message); }
try { setTimeout('x') } catch (e) { console.log(e.message, e.code); }
try { queueMicrotask() } catch (e) { console.log(e.message); }
try { process.nextTick(5) } catch (e) { console.log(e.message); }
try { 'abc'.repeat(-1) } catch (e) { console.log(e.message); }
try { new Array(-1) } catch (e) { console.log(e.message); }
try { x.y = 1; var x } catch (e) { console.log(e.message); }
try { ({}).x.y.z } catch (e) { console.log(e.message); }
try { (void 0)?.a.b; console.log('ok'); let q; q?.(); q?.[1]; q.z() } catch (e) { console.log(e.message); }
`,
  },
  {
    module: true,
    source: `
label: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (j == 1) continue label; if (i == 2) break label; console.log(i, j); } }
switch (3) { case 1: console.log('1'); case 3: console.log('3'); case 4: console.log('4'); break; default: console.log('d'); }
var fs_ = []; for (let i = 0; i < 3; i++) fs_.push(() => i); console.log(fs_.map(f => f()));
var g = []; for (var i = 0; i < 3; i++) g.push(() => i); console.log(g.map(f => f()));
const {a, b: {c = 5, ...rest} = {}, ...others} = {a: 1, b: {d: 2, e: 3}, x: 9}; console.log(a, c, rest, others);
const [p, , q = 3, ...r] = [1, 2, undefined, 4, 5]; console.log(p, q, r);
function f(a, b = a + 1, ...c) { return [a, b, c, arguments.length] } console.log(f(1), f(1, 2, 3), f.length, f.name);
console.log([3,1,2].sort(), [10,9,1].sort(), [1,2,3].includes(2), [..."héy"], Math.max(...[1,5,3]));
console.log(hoisted(), typeof later); function hoisted() { return 'h' } var later = 1;
{ function inner() { return 'i' } } console.log(inner());
console.log(0.1 + 0.2, 1/3, 1e21, 1e-7, 2**10, 7 % -3, -7 % 3, 5 / 0, ~5, 1 << 3, -1 >>> 0);
let s = 0; do { s += 1 } while (s < 5); console.log(s); let t = 10; while (t --> 7) ; console.log(t);
function* gen() { const x = yield 1; console.log('got', x); try { yield 2 } finally { console.log('fin') } } const it = gen(); console.log(it.next(), it.next('v'), it.return(5), it.next());
console.log([...gen()]); for (const [k, v] of Object.entries({a: 1, b: 2})) console.log(k, v); for (const k in {x: 1, y: 2}) console.log(k);
console.log(\`\${[1, 2]} \${{}} \${null} \${() => 1 ? 'f' : ''}\`.length > 0, [] + {}, [] == '', null == undefined, '5' * '2', '5' + 2, +true, !!'' );
var self = this; console.log(self === module.exports, (function () { return this === globalThis })(), (() => this === self)());
console.log([1,2,3,4].filter(x => x % 2).map(x => x * 2).reduce((a, b) => a + b, 0), 'a,b'.split(','), 'abc'.replace(/b/g, x => x.toUpperCase()), 'x'.padStart(3, '-'));
const sym = Symbol.iterator; const iter = { *[sym]() { yield* [1, 2]; yield 3 } }; console.log([...iter], Array.from(iter, x => x + 1));
console.log(JSON.stringify({a: [1, {b: 2}], c: undefined, d: () => 1, e: null, f: NaN}), JSON.stringify([1, 2], null, 2), JSON.parse('[1,{"a":2}]'));
a1 = 5; console.log(a1, typeof undefinedVar, delete globalThis.a1, typeof a1);
console.log(((a, b) => a ?? b)(null, 2), (x => { switch (typeof x) { case 'number': return 'n' } })(1)); let z1; z1 ??= 4; z1 ||= 5; z1 &&= 6; console.log(z1);
console.log(String(Symbol('d')), [1, [2, [3, [4]]]].flat(Infinity), new Error('boo').message, Number('12px'), parseInt('12px'), (255).toString(16), (1.005).toFixed(2));
var getter = { get v() { console.log('get'); return 1 } }; getter.v; const { v } = getter; console.log(v); tag\`a\${1}b\`; function tag(s, ...v) { console.log(s, s.raw, v) }
console.log(void 0, (1, 2), [1, 2, 3].at(-1), Object.fromEntries([['a', 1]]), structured()); function structured() { return { ...{ a: 1 }, ...[5] } }
`,
  },
  {
    module: false,
    source: `
process.on('exit', (c) => console.log('exit', c));
Promise.reject(new Error('x')); process.nextTick(() => console.log('tick')); setTimeout(() => console.log('never'), 0); Promise.resolve().then(() => console.log('micro'));
`,
  },
  {
    module: false,
    source: `
process.on('unhandledRejection', (r) => console.log('unhandled', r)); Promise.reject(1); setTimeout(() => console.log('later'), 0);
`,
  },
  {
    module: false,
    source: `
process.on('uncaughtException', (e) => console.log('caught', e.message)); setTimeout(() => { console.log('t'); throw new Error('x') }, 0); setTimeout(() => console.log('after'), 5); process.on('beforeExit', () => console.log('before')); process.on('exit', () => console.log('exit'));
`,
  },
  {
    module: false,
    source: `
const p = Promise.reject(1); setTimeout(() => p.catch(() => console.log('late')), 0); process.on('exit', c => console.log('x', c));
`,
  },
  {
    module: false,
    source: `
const p = Promise.reject(1); process.nextTick(() => p.catch(() => console.log('in time'))); queueMicrotask(() => { throw new Error('m') }); setTimeout(() => console.log('never'));
`,
  },
  {
    module: false,
    source: `
async function f() { throw new Error('f') } f().catch(e => console.log(e.message)).finally(() => console.log('fin')); console.log('a'); (async () => { try { await f() } catch (e) { console.log('c', e.message) } })();
`,
  },
  {
    module: false,
    source: `
setInterval: { let n = 0; const t = setInterval(() => { console.log('i', ++n); if (n === 3) clearInterval(t) }, 10); }
const x = setTimeout(() => console.log('no'), 5); clearTimeout(x); const im = setImmediate(() => console.log('no')); clearImmediate(im); setTimeout(() => console.log('unref'), 1000).unref();
`,
  },
  {
    module: false,
    source: `
const fs = require('fs'); fs.readFile(__filename, () => { setTimeout(() => console.log('timeout'), 0); setImmediate(() => console.log('immediate')); process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); });
`,
  },
  {
    module: false,
    source: `
setTimeout(() => { setTimeout(() => console.log('timeout'), 0); setImmediate(() => console.log('immediate')); }, 0);
`,
  },
  {
    module: false,
    source: `
const start = Date.now(); setTimeout(() => console.log('timer 10'), 10); setTimeout(() => console.log('timer 0'), 0); setImmediate(() => console.log('imm')); while (Date.now() - start < 50) {} console.log('done', Date.now() - start >= 50);
`,
  },
  {
    module: false,
    source: `
const end = Date.now() + 30; setTimeout(() => console.log('A'), 20); while (Date.now() < end); setTimeout(() => console.log('B'), 0); 
`,
  },
  {
    module: false,
    source: `
const EventEmitter = require('events'); const e = new EventEmitter(); e.on('x', (a) => console.log('on', a)); e.once('x', () => console.log('once')); e.emit('x', 1); e.emit('x', 2); class My extends EventEmitter {} const m = new My(); m.on('y', function () { console.log(this === m) }); console.log(m.emit('y'), m.emit('z'));
`,
  },
  {
    module: false,
    source: `
const { promisify } = require('util'); const sleep = promisify(setTimeout); (async () => { await sleep(5, 'v').then(console.log); console.log('after'); const t = require('timers/promises'); console.log(await t.setTimeout(5, 'w')); })();
`,
  },
  {
    module: false,
    source: `
process.exitCode = 3; setTimeout(() => { console.log('x'); process.exit(); console.log('never') }, 0); setTimeout(() => console.log('never'), 10);
`,
  },
  {
    module: false,
    source: `
console.log('a'); throw new Error('top');
`,
  },
  {
    module: false,
    source: `
const wait = (ms) => new Promise(r => setTimeout(r, ms)); async function worker(n) { for (let i = 0; i < 3; i++) { await wait(50 * n); console.log(n, i) } } Promise.all([worker(1), worker(4)]).then(() => console.log('done'));
`,
  },
  {
    module: false,
    source: `
Promise.resolve().then(function a() { return { then(ok) { ok(1) } } }).then(console.log); Promise.resolve().then(() => console.log('p1')).then(() => console.log('p2')).then(() => console.log('p3'));
class MyP extends Promise {} const mp = MyP.resolve(1); console.log(mp instanceof MyP, mp.then(() => {}) instanceof MyP, mp); mp.then(v => console.log('mp', v));
(async () => { console.log(await mp) })(); console.log(Promise.all([]), Promise.race([]));
Promise.any([Promise.reject(1), Promise.reject(2)]).catch(e => console.log(e.constructor.name, e.errors, e.message));
new Promise((r, j) => { r(1); j(2); throw 3 }).then(console.log); const d = {}; d.p = new Promise((a, b) => { d.a = a }); d.a(d.p); d.p.catch(e => console.log(e.message));
`,
  },
  {
    module: false,
    source: `
var a = 1; var b = function () { return b.name }; console.log(b()); const c = () => {}; console.log(c.name, (() => {}).name, (class {}).name, {m() {}}.m.name); let s = new Set([1, 2]); for (const x of s) { if (x < 4) s.add(x + 2); console.log(x) } console.log([...new Map([[1, 2]]).keys()], s.size, new Map([[1, 2]]).entries().next());
console.error('err'); console.info('info'); console.group('G'); console.log('in'); console.groupEnd(); console.log('out'); console.count(); console.count('x'); console.count(); console.log(); process.stdout.write('no newline'); process.stdout.write(' then\\n');
`,
  },
  {
    module: true,
    source: `
import fs from 'node:fs'; import { setTimeout as sleep } from 'timers/promises'; console.log('start'); process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); await null; console.log('after await'); await sleep(5); console.log('slept'); setTimeout(() => console.log('t'), 0); setImmediate(() => console.log('i')); process.nextTick(() => console.log('tick2')); Promise.resolve().then(() => console.log('micro2'));
export const x = 1; export default function foo() {}
`,
  },
  {
    module: true,
    source: `
process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); setImmediate(() => console.log('i')); queueMicrotask(() => { process.nextTick(() => console.log('tick in micro')); queueMicrotask(() => console.log('m2')) }); export {};
`,
  },
  {
    module: true,
    source: `
console.log(1); await Promise.reject(new Error('tla')); console.log(2); export {};
`,
  },
  {
    module: true,
    source: `
console.log(1); Promise.resolve().then(() => console.log('a')).then(() => console.log('b')).then(() => console.log('c')).then(() => console.log('d')).then(() => console.log('e')); process.nextTick(()=>console.log('T')); setTimeout(() => console.log('never')); throw new Error('x'); export {};
`,
  },
  {
    module: true,
    source: `
console.log('x'); setTimeout(() => console.log('never'), 10).unref(); await new Promise(() => {}); export {};
`,
  },
  {
    module: false,
    source: `
console.log([1.0, 22.25, 333.125, 4, 5, 6, 7, 8, 9, 10, 1000000]); console.log(['a', 'bb', 'ccc', 'dddd', 'eeeee', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'aa']);
console.log({ a: [1, 2, [3, [4, [5]]]], m: new Map([[{ a: 1 }, new Set([[1]])]]), long1: 'xxxxxxxxxxxxxxxxxxxxxxxxxxx', long2: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' });
console.log([{ id: 1, name: 'one', tags: ['a', 'b'] }, { id: 2, name: 'two', tags: [] }], [[1, 2, [3, 4, [5, [6]]]], 'x']);
console.log([{ id: 1, name: 'one hundred', tags: ['a', 'b'], nested: { deep: { deeper: { deepest: 1 } } } }, { id: 2, name: 'two hundred', tags: [] , nested: { deep: { x: [1, 2, 3] } } }]);
console.log([undefined, null, NaN, -0, 0, 1n, true, 'x', Symbol('s')], [[], {}, () => {}], { u: undefined, n: null }, ['한글', '가나다라', 'ab', 'c', 'd', 'e', 'f', 'g']);
console.log(Object.entries({ a: 1 }), new Map([['k', { v: [1, 2, 3] }]]), [new Map([[1, 2]])], [Promise.resolve(1)], { p: Promise.resolve([1]) });
console.log({ a: 'x'.repeat(80) }, ['y'.repeat(75)], [['a'.repeat(30), 'b'.repeat(30), 'c'.repeat(30)]]);
`,
  },
];

/** Name, program, and a part of the reason. */
export const undetermined: readonly (readonly [name: string, source: string, reason: string])[] = [
  [
    "a timer of 0 ms against an immediate, from the main program",
    "setTimeout(() => console.log(1), 0); setImmediate(() => console.log(2));",
    "timers phase",
  ],
  [
    "two timers a millisecond apart, the longer one first",
    "setTimeout(() => console.log(1), 11); setTimeout(() => console.log(2), 10);",
    "due first",
  ],
  [
    "an immediate from the first of two equal timers",
    "setTimeout(() => { console.log(1); setImmediate(() => console.log(2)); }, 0); setTimeout(() => console.log(3), 0);",
    "timers phase",
  ],
  [
    "a file against a timer",
    "require('fs').readFile(__filename, () => console.log(1)); setTimeout(() => console.log(2), 3); setImmediate(() => {});",
    "fs.readFile",
  ],
  ["a random number", "console.log(Math.random());", "Math.random()"],
  ["the time of day", "console.log(Date.now());", "Date.now()"],
  ["how long a wait took", "const t = Date.now(); setTimeout(() => console.log(Date.now() - t), 10);", "Date.now()"],
  [
    "a timer inside an immediate against an immediate there",
    "setImmediate(() => { setTimeout(() => console.log(1), 0); setImmediate(() => console.log(2)); });",
    "timers phase",
  ],
];
