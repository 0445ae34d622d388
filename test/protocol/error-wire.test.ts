/** What is thrown on one side arrives on the other as what it was; what anybody sends is safe to read. */
import { expect } from '@open-wc/testing';
import { IPCError, OperationError } from '../../src/errors.js';
import { fromWire, toWire } from '../../src/protocol/error-wire.js';
import { linked, rejection, unlink } from '../support/linked.js';

class Specific extends RangeError {
  override readonly name = 'SpecificError';
  readonly code = 'E_SPECIFIC';
  readonly details = { line: 5, path: ['a', 'b'] };
}

/** There and back as it goes over a port. */
const travel = (thrown: unknown, stacks = false): unknown => fromWire(structuredClone(toWire(thrown, stacks)));
/** Fails the test unless it is an error. */
function error(value: unknown): Error & Record<string, unknown> {
  if (!(value instanceof Error)) throw new TypeError(`This is no error: ${String(value)}`);
  return Object.assign<Error, Record<string, unknown>>(value, {});
}

describe('what was thrown', () => {
  const values: [string, unknown][] = [
    ['a string', 'in words'],
    ['null', null],
    ['undefined', undefined],
    ['a number', 404],
    ['a plain object', { status: 404, nested: { list: [1, 2] } }],
    ['an array', [1, 'two']],
    ['a date', new Date(5)],
  ];
  for (const [name, value] of values) {
    it(`arrives as thrown: ${name}`, () => expect(travel(value)).to.deep.equal(value));
  }

  const classes = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
  for (const type of classes) {
    it(`arrives as its class: ${type.name}`, () => {
      const back = travel(new type('message'));
      expect(back).to.be.instanceOf(type).and.include({ name: type.name, message: 'message' });
      expect(Object.getPrototypeOf(back)).to.equal(type.prototype);
      expect(Object.keys(error(back))).to.deep.equal([]);
    });
  }

  it('arrives with the name, code and fields of a subclass, as the built-in class below it', () => {
    const back = travel(new Specific('bent'));
    expect(back)
      .to.be.instanceOf(RangeError)
      .and.include({ name: 'SpecificError', message: 'bent', code: 'E_SPECIFIC' });
    expect(error(back).details).to.deep.equal({ line: 5, path: ['a', 'b'] });
  });

  it('arrives as our own classes', () => {
    const cause = new Specific('below');
    const operation = travel(new OperationError('corrupt', 'bent', { cause }));
    expect(operation).to.be.instanceOf(OperationError).and.include({ name: 'OperationError', code: 'corrupt' });
    expect(error(operation).cause).to.be.instanceOf(RangeError).and.include({ code: 'E_SPECIFIC' });
    expect(travel(new IPCError('timeout', 'slow')))
      .to.be.instanceOf(IPCError)
      .and.include({ name: 'TimeoutError', code: 'timeout' });
  });

  it('arrives as a DOMException with its name and its legacy code', () => {
    const back = travel(new DOMException('gone', 'NotFoundError'));
    expect(back).to.be.instanceOf(DOMException).and.include({ name: 'NotFoundError', message: 'gone', code: 8 });
  });

  it('arrives with all errors of an AggregateError', () => {
    const back = travel(
      new AggregateError([new TypeError('one'), 'two', new DOMException('three', 'DataError')], 'all'),
    );
    expect(back).to.be.instanceOf(AggregateError).and.include({ message: 'all' });
    const { errors } = back as AggregateError;
    expect(errors).to.have.length(3);
    expect(errors[0]).to.be.instanceOf(TypeError);
    expect(errors[1]).to.equal('two');
    expect(errors[2]).to.be.instanceOf(DOMException).and.include({ name: 'DataError' });
  });

  it('arrives with the errors in its fields, whole but for their stacks', () => {
    const inner = new Specific('inside');
    const gone = new DOMException('gone', 'NotFoundError');
    for (const stacks of [false, true]) {
      const thrown = Object.assign(new TypeError('outside'), { first: inner, rest: { list: [gone, 'words'] } });
      const back = error(travel(thrown, stacks));
      expect(back.first).to.be.instanceOf(RangeError).and.include({ name: 'SpecificError', code: 'E_SPECIFIC' });
      expect(error(back.first).stack === inner.stack).to.equal(stacks);
      const { list } = back.rest as { list: unknown[] };
      expect(list[0]).to.be.instanceOf(DOMException).and.include({ name: 'NotFoundError', message: 'gone' });
      expect(list[1]).to.equal('words');
    }
  });

  it('arrives with the errors in a value that is none', () => {
    const inner = new Specific('inside');
    const back = travel({ one: inner, map: new Map([['two', inner]]) }) as { one: unknown; map: Map<string, unknown> };
    for (const each of [back.one, back.map.get('two')]) {
      expect(each).to.be.instanceOf(RangeError).and.include({ name: 'SpecificError', message: 'inside' });
      expect(error(each).stack).to.not.equal(inner.stack);
    }
  });

  it('arrives with a field named errors', () => {
    const back = error(travel(Object.assign(new Error('not valid'), { errors: ['too short', new RangeError('low')] })));
    const { errors } = back as unknown as { errors: unknown[] };
    expect(errors[0]).to.equal('too short');
    expect(errors[1]).to.be.instanceOf(RangeError).and.include({ message: 'low' });
  });

  it('arrives with its chain of causes, whatever they are', () => {
    const back = error(travel(new Error('top', { cause: new TypeError('middle', { cause: { reason: 'data' } }) })));
    expect(back.cause).to.be.instanceOf(TypeError);
    expect(error(back.cause).cause).to.deep.equal({ reason: 'data' });
    expect(Object.keys(back)).to.not.include('cause');
  });

  it('arrives without the fields that cannot be copied', () => {
    const thrown = Object.assign(new Error('still here'), {
      kept: 1,
      callback: () => undefined,
      symbol: Symbol('no'),
      port: new MessageChannel().port1,
      deep: { kept: 2, callback: () => undefined },
    });
    Object.defineProperty(thrown, 'trap', {
      enumerable: true,
      get() {
        throw new Error('sprung');
      },
    });
    const back = error(travel(thrown));
    expect(back.message).to.equal('still here');
    expect(Object.fromEntries(Object.entries(back))).to.deep.equal({ kept: 1, deep: { kept: 2 } });
  });

  it('arrives as uncloneable when nothing of it can be copied', () => {
    expect(travel(() => undefined))
      .to.be.instanceOf(IPCError)
      .and.include({ code: 'uncloneable' });
    const trap = new Proxy(new Error('x'), {
      get() {
        throw new Error('sprung');
      },
    });
    expect(travel(trap)).to.be.instanceOf(IPCError);
  });

  it('keeps stacks for itself, unless asked', () => {
    const thrown = new Error('here');
    Object.defineProperty(thrown, 'stack', { value: 'at secret (inside.js:1)' });
    expect(error(travel(thrown)).stack).to.not.equal(thrown.stack);
    expect(error(travel(thrown, true)).stack).to.equal(thrown.stack);
  });

  it('is cut where it is too deep, goes round in circles, or is too large', () => {
    const circle = new Error('round');
    circle.cause = circle;
    let deep: Error | undefined;
    for (let level = 0; level < 10_000; level++) deep = new Error(String(level), { cause: deep });
    const wide = new AggregateError(Array.from({ length: 10_000 }, (_, index) => index));
    const large = Object.assign(new Error('m'.repeat(10_000_000)), {
      field: 'f'.repeat(10_000_000),
      bytes: new Uint8Array(10_000_000),
    });
    const within: Error & { self?: unknown } = new Error('in itself');
    within.self = [within, within];
    for (const thrown of [circle, deep, wide, large, within]) {
      const wire = toWire(thrown);
      expect(JSON.stringify(wire).length).to.be.below(2_000_000);
      expect(fromWire(structuredClone(wire))).to.be.instanceOf(Error);
    }
  });
});

/** How many errors there are in it, each as often as it is met. */
function count(tree: unknown): number {
  if (typeof tree !== 'object' || tree === null) return 0;
  const { cause, errors } = tree as { cause?: unknown; errors?: unknown[] };
  return 1 + count(cause) + (errors ?? []).reduce<number>((sum, one) => sum + count(one), 0);
}

describe('errors that share what is in them', () => {
  it('are sent only so far', () => {
    const list: unknown[] = [];
    const own = new AggregateError([], 'm');
    list.push(own, own, own);
    own.errors = list;
    own.cause = own;
    const wire = toWire(own);
    expect(count(wire)).to.be.within(100, 1100);
    expect(wire).to.include({ kind: 'AggregateError', message: 'm' });
  });

  it('are rebuilt only so far', () => {
    let data: Record<string, unknown> = { kind: 'Error', name: 'E', message: '' };
    for (let level = 0; level < 10; level++) {
      data = { kind: 'AggregateError', name: 'A', message: 'm', errors: [data, data, data], cause: data };
    }
    const back = fromWire(data);
    expect(count(back)).to.be.within(100, 1100);
    expect(back).to.be.instanceOf(AggregateError).and.include({ message: 'm' });
  });

  it('spend together on their texts and fields', () => {
    const text = 'm'.repeat(90_000);
    const errors = Array.from({ length: 90 }, () => Object.assign(new Error(text), { text }));
    const wire = toWire(new AggregateError(errors, 'all'));
    expect(JSON.stringify(wire).length).to.be.below(1_200_000);
    const data = { kind: 'Error', name: 'E', message: text, fields: { text } };
    const back = fromWire({ kind: 'AggregateError', name: 'A', message: 'all', errors: errors.map(() => data) });
    expect(count(back)).to.be.within(5, 12);
  });

  it('have what the platform copies counted whole, and what maps share each time', () => {
    const view = new Uint8Array(new ArrayBuffer(2_000_000), 0, 1);
    expect(Object.keys(error(travel(Object.assign(new Error('m'), { view }))))).to.deep.equal([]);
    const shared = Array.from({ length: 1000 }, () => 1);
    const maps = Array.from({ length: 1000 }, () => new Map([['key', shared]]));
    const copied = (travel({ maps }) as { maps: unknown[] }).maps;
    expect(copied[0]).to.deep.equal(maps[0]);
    expect(copied).to.have.length.below(100);
    expect(travel(new Set([1, new Map([[1, 2]])]))).to.deep.equal(new Set([1, new Map([[1, 2]])]));
  });
});

describe('what anybody sends', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  const hostile: [string, unknown][] = [
    ['nothing', undefined],
    ['a number', 5],
    ['an empty record', {}],
    ['a class named as a member of Object.prototype', { kind: 'toString', name: 'toString', message: 'm' }],
    ['the class constructor', { kind: 'constructor', name: '__proto__', message: 'm' }],
    [
      'fields that pollute',
      JSON.parse(
        '{"kind":"Error","name":"E","message":"m","fields":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":1}}',
      ),
    ],
    [
      'nested pollution',
      JSON.parse('{"kind":"Error","name":"E","message":"m","fields":{"a":{"__proto__":{"polluted":1}}}}'),
    ],
    ['fields that are no record', { kind: 'Error', name: 'E', message: 'm', fields: 'abc' }],
    ['names and messages that are no text', { kind: {}, name: 5, message: null, stack: {} }],
    ['errors that are no list', { kind: 'AggregateError', name: 'A', message: 'm', errors: { length: 1e9 } }],
    ['a code that is unknown', { kind: 'IPCError', name: 'IPCError', message: 'm', fields: { code: 'pwned' } }],
    ['an invalid DOMException', { kind: 'DOMException', name: '\0', message: {} }],
    [
      'fields over what an error has',
      { kind: 'Error', name: 'E', message: 'm', fields: { message: 1, stack: 1, name: 1, cause: 1 } },
    ],
  ];
  for (const [name, data] of hostile) {
    it(`becomes an error: ${name}`, () => {
      const back = fromWire(data);
      expect(back instanceof Error || back instanceof DOMException).to.equal(true);
      expect(back).to.have.property('message').that.is.a('string');
      expect(back).to.not.have.property('polluted');
      expect(Object.getPrototypeOf(Object.getPrototypeOf(back))).to.not.equal(null);
    });
  }
  it('changes nothing for anybody else', () => {
    expect(Object.getOwnPropertyNames(Object.prototype)).to.have.length(before);
    expect({}).to.not.have.property('polluted');
  });

  it('may be nested without end', () => {
    const circle: Record<string, unknown> = { kind: 'Error', name: 'E', message: 'm' };
    circle.cause = circle;
    circle.fields = { circle };
    expect(fromWire(circle)).to.be.instanceOf(Error);
    const values: unknown[] = [];
    values.push(values);
    expect(fromWire({ kind: 'value', value: values })).to.be.an('array');
  });

  it('of the older wire is a message in words', () => {
    expect(fromWire('it went wrong')).to.be.instanceOf(Error).and.include({ message: 'it went wrong' });
  });
});

describe('an error of an operation', () => {
  afterEach(unlink);
  const fail = {
    custom: {
      fail(): never {
        throw new Specific('over the port', { cause: 'below' });
      },
      later: () => Promise.reject(new OperationError('cannot-open', 'wrong key')),
    },
  };

  it('rejects the call, thrown or rejected', async () => {
    const { protocol, port } = linked(fail);
    const thrown = await rejection(protocol.request(port, 'fail', 'custom', undefined));
    expect(thrown).to.include({ name: 'SpecificError', code: 'E_SPECIFIC', cause: 'below' });
    expect(error(thrown).stack ?? '').to.not.contain('fail');
    const rejected = await rejection(protocol.request(port, 'later', 'custom', undefined));
    expect(rejected).to.be.instanceOf(OperationError).and.include({ code: 'cannot-open' });
  });

  it('has the stack of the other side with debug', async () => {
    const { debug } = console;
    console.debug = () => undefined;
    const { protocol, port } = linked(fail, { debug: true });
    const thrown = await rejection(protocol.request(port, 'fail', 'custom', undefined));
    unlink();
    console.debug = debug;
    expect(error(thrown).stack).to.contain('fail');
  });
});
