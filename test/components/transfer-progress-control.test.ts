/** <transfer-progress>: buttons and methods that act on the source, frames, removal, and the sum of several. */
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { clearPage, errorOf, frame, once, part, shown as isShown } from './on-page.js';
import { bar, heardFrom, native, Pretended, PretendedCount, PretendedUpload, shown, words } from './transfer-page.js';

function started(element: TransferProgress, target: Pretended = new PretendedUpload()): Pretended {
  element.track(target);
  target.fire('progress', 40, 100);
  return target;
}

describe('<transfer-progress> acts on its source', () => {
  afterEach(clearPage);

  it('by its cancel button', async () => {
    const element = bar();
    const target = started(element);
    await shown(element);
    part(element, 'cancel-button').click();
    expect([target.done, element.state]).to.deep.equal([['abort'], 'aborted']);
  });

  it('unless a listener of cancel prevents it', async () => {
    const element = bar();
    const target = started(element);
    element.addEventListener('cancel', (event) => event.preventDefault());
    await shown(element);
    part(element, 'cancel-button').click();
    expect([target.done, element.state]).to.deep.equal([[], 'active']);
    element.abort();
    expect(element.state).to.equal('aborted');
  });

  it('by its pause button, which becomes one to resume, with the focus on it', async () => {
    const element = bar();
    const target = started(element);
    await shown(element);
    part(element, 'pause-button').focus();
    part(element, 'pause-button').click();
    await shown(element);
    expect([element.state, words(element)]).to.deep.equal(['paused', 'Paused · 40% · 40 bytes of 100 bytes']);
    expect(isShown(element, 'pause-button')).to.equal(false);
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'resume-button'));
    part(element, 'resume-button').click();
    await shown(element);
    expect([target.done, element.state]).to.deep.equal([['pause', 'resume'], 'active']);
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'pause-button'));
  });

  it('and keeps the focus when the buttons go', async () => {
    const element = bar();
    const target = started(element);
    await shown(element);
    part(element, 'cancel-button').focus();
    target.fire('load', 100, 100);
    await shown(element);
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'base'));
  });

  it('has no button where nothing can be done, and none before and after', async () => {
    const element = bar();
    const any = () => ['cancel-button', 'pause-button', 'resume-button'].filter((name) => isShown(element, name));
    element.track(new PretendedUpload());
    await shown(element);
    expect(any()).to.deep.equal([]);
    const plain = started(element, new Pretended());
    await shown(element);
    expect(any()).to.deep.equal([]);
    plain.fire('load', 1, 1);
    started(element).fire('load', 100, 100);
    await shown(element);
    expect(any()).to.deep.equal([]);
  });

  it('by a controller that is given with it', async () => {
    const element = bar();
    const controller = new AbortController();
    const end = errorOf(element.track(new PretendedCount(), { controller }));
    await shown(element);
    expect(isShown(element, 'pause-button')).to.equal(false);
    part(element, 'cancel-button').click();
    expect([controller.signal.aborted, (await end).name, element.state]).to.deep.equal([true, 'AbortError', 'aborted']);
  });

  it('by buttons of the page in its slots', async () => {
    const element = bar(`<transfer-progress>
      <button slot="cancel">Stop it</button><button slot="pause">Wait</button><button slot="resume">On</button>
    </transfer-progress>`);
    const [cancel, pause, resume] = element.querySelectorAll('button');
    const visible = () => [cancel, pause, resume].map((button) => button?.checkVisibility());
    await shown(element);
    expect(visible()).to.deep.equal([false, false, false]);
    const target = started(element);
    await shown(element);
    expect(visible()).to.deep.equal([true, true, false]);
    pause?.click();
    await shown(element);
    expect(visible()).to.deep.equal([true, false, true]);
    resume?.click();
    cancel?.click();
    expect(target.done).to.deep.equal(['pause', 'resume', 'abort']);
  });

  it('by commands', () => {
    const element = bar();
    const target = started(element);
    const command = (name: string) =>
      element.dispatchEvent(Object.assign(new Event('command'), { command: name, source: null }));
    for (const name of ['--pause', '--resume', '--abort']) command(name);
    expect([target.done, element.state]).to.deep.equal([['pause', 'resume', 'abort'], 'aborted']);
    command('--reset');
    expect(element.state).to.equal('idle');
  });

  it('not when nothing goes on', () => {
    const element = bar();
    const target = new PretendedUpload();
    element.track(target);
    for (const act of ['abort', 'pause', 'resume'] as const) element[act]();
    expect([target.done, element.state]).to.deep.equal([[], 'idle']);
  });

  it('is stalled when nothing comes, and goes on when something does', async () => {
    const element = bar('<transfer-progress stall-timeout="1"></transfer-progress>');
    const target = started(element);
    while (element.state !== 'stalled') await frame();
    await shown(element);
    expect([words(element), element.rate, element.remaining]).to.deep.equal([
      'Stalled · 40% · 40 bytes of 100 bytes',
      0,
      null,
    ]);
    const heard = heardFrom(element);
    target.fire('progress', 50, 100);
    while (!heard.includes('statechange')) await frame();
    expect(element.loaded).to.equal(50);
  });

  it('forgets it on reset, and leaves it alone', async () => {
    const element = bar();
    const target = started(element);
    const again = errorOf(element.track(target));
    element.reset();
    expect([element.state, element.loaded, target.done, target.listeners]).to.deep.equal(['idle', 0, [], 0]);
    expect((await again).name).to.equal('AbortError');
  });

  it('forgets it when the signal says so, and aborts what it began', async () => {
    const element = bar();
    const controller = new AbortController();
    const target = new PretendedUpload();
    const tracking = errorOf(element.track(target, { signal: controller.signal }));
    target.fire('progress', 1, 2);
    const reason = new Error('not any more');
    controller.abort(reason);
    expect(await tracking).to.equal(reason);
    expect([element.state, target.done, target.listeners]).to.deep.equal(['idle', [], 0]);
    expect(await errorOf(element.track(target, { signal: controller.signal }))).to.equal(reason);

    const second = new AbortController();
    const work = errorOf(element.track(() => new Promise<never>(() => undefined), { signal: second.signal }));
    second.abort(reason);
    expect([await work, element.state]).to.deep.equal([reason, 'aborted']);
  });
});

describe('<transfer-progress> in frames', () => {
  afterEach(clearPage);

  it('reads a count in the frame and is sent no messages while it is seen', async () => {
    const element = bar();
    const count = new PretendedCount();
    element.track(count);
    await shown(element);
    expect(count.listeners.size).to.equal(0);
    count.loaded = 50;
    await shown(element);
    expect(native(element).value).to.equal(0.5);
  });

  it('renders no more than once in a frame', async () => {
    const element = bar();
    const target = started(element);
    await shown(element);
    let renders = 0;
    const observer = new MutationObserver(() => (renders += 1));
    observer.observe(native(element), { attributes: true });
    for (let loaded = 41; loaded < 90; loaded++) {
      target.fire('progress', loaded, 100);
      await Promise.resolve();
    }
    await frame();
    await element.updateComplete;
    expect(renders).to.be.at.most(2);
    while (native(element).value !== 0.89) await frame();
  });

  it('reads nothing while it is out of view, and shows what is true when it is back', async () => {
    const element = bar();
    const count = new PretendedCount();
    element.track(count);
    await shown(element);
    element.hidden = true;
    while (count.listeners.size === 0) await frame();
    const { reads } = count;
    await frame();
    await frame();
    expect(count.reads).to.equal(reads);
    // who waits hears of the end all the same
    count.move(60);
    element.hidden = false;
    while (count.listeners.size > 0) await frame();
    await shown(element);
    expect(native(element).value).to.equal(0.6);
  });

  it('stalls while it is out of view, and goes on there', async () => {
    const element = bar('<transfer-progress stall-timeout="50"></transfer-progress>');
    const count = new PretendedCount();
    element.hidden = true;
    element.track(count);
    while (count.listeners.size === 0) await frame();
    while (element.state !== 'stalled') await once(element, 'statechange');
    count.move(60);
    expect(element.state).to.equal('active');
    await once(element, 'statechange');
    expect(element.state).to.equal('stalled');
    count.move(100);
    expect(element.state).to.equal('complete');
  });

  it('hears of the end while it is out of view', async () => {
    const element = bar();
    const count = new PretendedCount();
    const end = element.track(count);
    element.hidden = true;
    while (count.listeners.size === 0) await frame();
    count.move(100);
    await end;
    expect(element.state).to.equal('complete');
  });

  it('listens instead of reading while paused, stalled or complete', async () => {
    const element = bar('<transfer-progress stall-timeout="1"></transfer-progress>');
    const count = new PretendedCount();
    element.track(count);
    while (element.state !== 'stalled') await frame();
    expect(count.listeners.size).to.equal(1);
    const end = once(element, 'load');
    count.move(100);
    await end;
    expect(count.listeners.size).to.equal(1);
  });

  it('stops everything when it is removed, and goes on when it is put back', async () => {
    const element = bar();
    const count = new PretendedCount();
    const tracking = errorOf(element.track(count));
    await shown(element);
    element.remove();
    expect((await tracking).name).to.equal('AbortError');
    const { reads } = count;
    await frame();
    await frame();
    expect([count.reads, count.listeners.size]).to.deep.equal([reads, 0]);
    count.loaded = 70;
    document.body.append(element);
    await shown(element);
    expect([element.state, native(element).value]).to.deep.equal(['active', 0.7]);
  });

  it('leaves no listener on a target, aborts work of its own, and no other', async () => {
    const element = bar();
    const target = started(element);
    element.remove();
    await Promise.resolve();
    expect([target.listeners, target.done]).to.deep.equal([0, []]);
    document.body.append(element);
    expect(target.listeners).to.be.greaterThan(0);
    const work = errorOf(element.track(() => new Promise<never>(() => undefined)));
    element.remove();
    expect((await work).message).to.contain('removed');
    expect(element.state).to.equal('aborted');
  });

  it('stops nothing when it is moved', async () => {
    const element = bar();
    const target = started(element);
    const place = document.createElement('section');
    document.body.append(place);
    place.append(element);
    await shown(element);
    expect([element.state, target.done]).to.deep.equal(['active', []]);
    target.fire('progress', 41, 100);
    expect(element.loaded).to.equal(41);
    if ('moveBefore' in document.body && typeof document.body.moveBefore === 'function') {
      document.body.moveBefore(element, null);
      target.fire('progress', 42, 100);
      expect(element.loaded).to.equal(42);
    }
  });

  it('tracks before it is in the page', async () => {
    const element = document.createElement('transfer-progress');
    const target = started(element);
    expect([element.state, element.loaded]).to.deep.equal(['active', 40]);
    document.body.append(element);
    await shown(element);
    expect(native(element).value).to.equal(0.4);
    target.fire('load', 100, 100);
    expect(element.state).to.equal('complete');
  });
});

describe('<transfer-progress> around others', () => {
  afterEach(clearPage);

  const markup = `<transfer-progress label="All">
    <ul><li><transfer-progress label="a"></transfer-progress></li></ul>
    <transfer-progress label="b"></transfer-progress>
  </transfer-progress>`;

  function family(): { outer: TransferProgress; a: TransferProgress; b: TransferProgress } {
    const outer = bar(markup);
    const [a, b] = outer.querySelectorAll('transfer-progress');
    if (!a || !b) throw new Error('there are none');
    return { outer, a, b };
  }

  it('shows the sum of their bytes, and is complete when all are', async () => {
    const { outer, a, b } = family();
    expect(outer.state).to.equal('idle');
    const heard = heardFrom(outer);
    const [first, second] = [started(a, new Pretended()), started(b, new Pretended())];
    second.fire('progress', 100, 300);
    await shown(outer);
    expect([outer.state, outer.loaded, outer.total]).to.deep.equal(['active', 140, 400]);
    expect(words(outer)).to.equal('35% · 140 bytes of 400 bytes');
    first.fire('load', 100, 100);
    expect(outer.state).to.equal('active');
    second.fire('load', 300, 300);
    expect([outer.state, outer.loaded]).to.deep.equal(['complete', 400]);
    expect(heard.slice(-2)).to.deep.equal(['load 400/400', 'loadend 400/400']);
  });

  it('adds the ones that come, and takes away the ones that go', async () => {
    const { outer, a, b } = family();
    started(a);
    started(b);
    const third = document.createElement('transfer-progress');
    outer.append(third);
    const target = started(third);
    target.fire('progress', 100, 200);
    expect([outer.loaded, outer.total]).to.deep.equal([180, 400]);
    third.remove();
    await Promise.resolve();
    expect([outer.loaded, outer.total]).to.deep.equal([80, 200]);
    document.body.append(a);
    expect([outer.loaded, outer.total]).to.deep.equal([40, 100]);
    b.remove();
    await Promise.resolve();
    expect(outer.state).to.equal('idle');
  });

  it('knows no total while one of them does not, and waits for nothing that will not come', () => {
    const { outer, a, b } = family();
    started(a, new Pretended());
    const second = started(b, new Pretended());
    second.fire('progress', 500, 0);
    expect([outer.loaded, outer.total, outer.position]).to.deep.equal([540, 0, -1]);
    second.fire('error');
    expect([outer.loaded, outer.total]).to.deep.equal([540, 600]);
  });

  it('has failed when one has, been cancelled when one was, and not before all have ended', () => {
    const { outer, a, b } = family();
    const [first, second] = [started(a), started(b)];
    first.fire('error');
    expect(outer.state).to.equal('active');
    second.fire('abort');
    expect(outer.state).to.equal('failed');
    second.fire('loadstart', 0, 10);
    first.fire('loadstart', 0, 10);
    expect(outer.state).to.equal('active');
    first.fire('load', 10, 10);
    second.fire('abort');
    expect(outer.state).to.equal('aborted');
  });

  it('counts shares where not all of them count bytes', () => {
    const { outer, a, b } = family();
    a.max = 100;
    a.value = 50;
    started(b);
    expect([outer.loaded, outer.total, outer.state]).to.deep.equal([0.9, 2, 'active']);
    a.value = 100;
    expect(outer.position).to.equal(0.7);
  });

  it('cancels and pauses all that can be', async () => {
    const { outer, a, b } = family();
    const [first, second] = [started(a), started(b, new Pretended())];
    await shown(outer);
    part(outer, 'pause-button').click();
    expect([first.done, a.state, b.state]).to.deep.equal([['pause'], 'paused', 'active']);
    second.fire('load', 1, 1);
    expect(outer.state).to.equal('paused');
    outer.resume();
    expect(a.state).to.equal('active');
    outer.abort();
    expect([first.done, a.state, outer.state]).to.deep.equal([['pause', 'resume', 'abort'], 'aborted', 'aborted']);
  });

  it('goes on, and is not called paused, while one inside that cannot be paused goes on', async () => {
    const { outer, a, b } = family();
    const [first] = [started(a), started(b, new Pretended())];
    const buttons = () => ['pause-button', 'resume-button'].filter((name) => isShown(outer, name));
    await shown(outer);
    expect(buttons()).to.deep.equal(['pause-button']);
    outer.pause();
    await shown(outer);
    expect([a.state, b.state, outer.state, buttons()]).to.deep.equal(['paused', 'active', 'active', ['resume-button']]);
    outer.resume();
    expect([a.state, first.done]).to.deep.equal(['active', ['pause', 'resume']]);
    outer.pause();
    a.resume();
    await shown(outer);
    expect([a.state, outer.state, buttons()]).to.deep.equal(['active', 'active', ['pause-button']]);
  });

  it('is over when it was cancelled, though one inside has not begun', async () => {
    const { outer, a, b } = family();
    started(a);
    expect([b.state, outer.state]).to.deep.equal(['idle', 'active']);
    const heard = heardFrom(outer);
    outer.abort();
    expect([a.state, b.state, outer.state]).to.deep.equal(['aborted', 'idle', 'aborted']);
    expect(heard.slice(-3)).to.deep.equal(['statechange', 'abort 40/0', 'loadend 40/0']);
    started(b);
    expect(outer.state).to.equal('active');
    await shown(outer);
  });

  it('counts bytes from the first one that begins on, and tells of no shares', async () => {
    const { outer, a, b } = family();
    const heard = heardFrom(outer);
    const first = started(a, new Pretended());
    await shown(outer);
    expect(words(outer)).to.equal('40 bytes');
    first.fire('load', 100, 100);
    const second = started(b, new Pretended());
    await shown(outer);
    expect([outer.loaded, outer.total]).to.deep.equal([140, 200]);
    second.fire('load', 100, 100);
    expect(heard.filter((event) => event.startsWith('progress')).at(-1)).to.equal('progress 200/200');
    expect(heard.filter((event) => /\d\/[12]$/.test(event))).to.deep.equal([]);
  });

  it('is found out of a shadow root, and by those that come before it', async () => {
    const outer = bar();
    const host = document.createElement('div');
    const inner = document.createElement('transfer-progress');
    host.attachShadow({ mode: 'open' }).append(inner);
    outer.append(host);
    started(inner);
    expect(outer.loaded).to.equal(40);
    await shown(outer);
  });
});
