/** The order in which tasks wait. */
import { expect } from '@open-wc/testing';
import { createTaskQueue, isBefore, type Queueable } from '../../src/pool/task-queue.js';

const entry = (priority: number, order: number): Queueable => ({ priority, order, slot: -1 });

function* drain(queue: ReturnType<typeof createTaskQueue>) {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) yield next;
}

describe('createTaskQueue', () => {
  it('is first in, first out within a priority, and higher priority first', () => {
    const queue = createTaskQueue();
    const entries = [entry(0, 1), entry(5, 2), entry(0, 3), entry(-1, 4), entry(5, 5)];
    for (const each of entries) queue.push(each);
    expect(queue.peek()).to.equal(entries[1]);
    expect([...drain(queue)].map(({ order }) => order)).to.deep.equal([2, 5, 1, 3, 4]);
    expect(queue.peek()).to.equal(undefined);
    expect(queue.shift()).to.equal(undefined);
  });

  it('gives one that comes back its old turn', () => {
    const queue = createTaskQueue();
    const [first, second, third] = [entry(0, 1), entry(0, 2), entry(0, 3)];
    for (const each of [second, third, first]) queue.push(each);
    expect([...drain(queue)]).to.deep.equal([first, second, third]);
  });

  it('lets any entry leave, once, and none that is not in it', () => {
    const queue = createTaskQueue();
    const inside = [entry(0, 1), entry(0, 2)];
    for (const each of inside) queue.push(each);
    expect(queue.remove(entry(0, 3))).to.equal(false);
    expect(queue.remove(inside[0]!)).to.equal(true);
    expect(queue.remove(inside[0]!)).to.equal(false);
    expect(queue.size).to.equal(1);
    expect(queue.shift()).to.equal(inside[1]);
    expect(queue.remove(inside[1]!)).to.equal(false);
  });

  it('keeps the order through any mixture of coming and leaving', () => {
    // a linear congruential generator, so that a failure can be repeated
    let seed = 42;
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    const queue = createTaskQueue();
    let model: Queueable[] = [];
    for (let order = 0; order < 5000; order++) {
      const action = random(4);
      if (action < 2) {
        const one = entry(random(5), order);
        queue.push(one);
        model.push(one);
      } else if (action === 2 && model.length > 0) {
        const one = model[random(model.length)]!;
        expect(queue.remove(one)).to.equal(true);
        model = model.filter((each) => each !== one);
      } else {
        const first = model.reduce<Queueable | undefined>((a, b) => (a && isBefore(a, b) ? a : b), undefined);
        expect(queue.shift()).to.equal(first);
        model = model.filter((each) => each !== first);
      }
      expect(queue.size).to.equal(model.length);
    }
  });
});
