/** How answers travelled, which samples count, and what browsers refuse, of made-up entries and URLs. */
import { expect } from '@open-wc/testing';
import { samplesOf, type Ping } from '../../../src/operations/network/ping.js';
import { refusalOf } from '../../../src/operations/network/refusal.js';
import { isNewConnection, serverTime, travelOf, unique } from '../../../src/operations/network/timing.js';

describe('an entry of Resource Timing', () => {
  for (const [sizes, travelled] of [
    [{ transferSize: 1300, encodedBodySize: 1000, decodedBodySize: 1000 }, 'plain'],
    [{ transferSize: 1300, encodedBodySize: 1000, decodedBodySize: 9000 }, 'compressed'],
    [{ transferSize: 300, encodedBodySize: 0, decodedBodySize: 0, contentEncoding: 'gzip' }, 'compressed'],
    [{ transferSize: 300, encodedBodySize: 0, decodedBodySize: 0, contentEncoding: '' }, 'unknown'],
    [{ transferSize: 0, encodedBodySize: 1000, decodedBodySize: 1000 }, 'cached'],
    [{ transferSize: 0, encodedBodySize: 0, decodedBodySize: 0 }, 'unknown'],
  ] as const) {
    it(`tells ${travelled} of ${JSON.stringify(sizes)}`, () => {
      expect(travelOf(sizes)).to.equal(travelled);
    });
  }

  it('has a time only where the server lets it be known', () => {
    expect(serverTime({ requestStart: 10, responseStart: 52 })).to.equal(42);
    expect(serverTime({ requestStart: 0, responseStart: 0 })).to.equal(null);
  });

  it('shows a new connection by the time it took', () => {
    expect(isNewConnection({ connectStart: 5, connectEnd: 9 })).to.equal(true);
    expect(isNewConnection({ connectStart: 5, connectEnd: 5 })).to.equal(false);
  });
});

const ping = (wall: number, timed: number | null, opened = false): Ping => ({ wall, timed, opened, protocol: 'h2' });

describe('the samples of pings', () => {
  const cases = [
    { pings: [], samples: [], dropped: 0, source: 'wall-clock' },
    { pings: [ping(9, 4), ping(8, 5)], samples: [4, 5], dropped: 0, source: 'resource-timing' },
    { pings: [ping(9, 4), ping(8, null)], samples: [9, 8], dropped: 0, source: 'wall-clock' },
    { pings: [ping(90, 4, true), ping(8, 5)], samples: [5], dropped: 1, source: 'resource-timing' },
    {
      // a connection that opened sooner than the clock can tell looks like an old one
      pings: [ping(90, 4, true), ping(80, 5), ping(80, 6, true)],
      ...{ samples: [4, 5, 6], dropped: 0, source: 'resource-timing' },
    },
    { pings: [ping(90, 4, true), ping(80, 5, true)], samples: [4, 5], dropped: 0, source: 'resource-timing' },
  ];
  for (const { pings, ...wanted } of cases) {
    it(`are ${JSON.stringify(wanted)} of ${JSON.stringify(pings.map(({ wall, timed, opened }) => [wall, timed, opened]))}`, () => {
      expect(samplesOf(pings)).to.deep.equal(wanted);
    });
  }

  it('are no more than were asked for, although those that opened a connection count again when they are the most', () => {
    const pings = [ping(9, 1), ping(90, 2, true), ping(9, 3), ping(90, 4, true), ping(90, 5, true)];
    expect(samplesOf(pings).samples).to.deep.equal([1, 2, 3, 4, 5]);
    expect(samplesOf(pings, 3)).to.deep.equal({ samples: [1, 2, 3], dropped: 2, source: 'resource-timing' });
  });
});

describe('what a browser refuses', () => {
  for (const [url, from, refusal] of [
    ['http://a.test/', 'https://b.test/', 'mixed-content'],
    ['http://a.test/', 'blob:https://b.test/1234', 'mixed-content'],
    ['http://127.0.0.1/', 'https://b.test/', null],
    ['http://localhost:81/', 'https://b.test/', null],
    ['http://a.test/', 'http://b.test/', null],
    ['https://a.test/', 'https://b.test/', null],
    ['https://a.test:6667/', 'https://b.test/', 'blocked-port'],
    ['http://a.test/', '', null],
  ] as const) {
    it(`is ${refusal ?? 'not'} ${url} from ${from || 'nowhere'}`, () => {
      expect(refusalOf(new URL(url), from)).to.equal(refusal);
    });
  }

  it('keeps the parameters of a URL that it makes unique', () => {
    const url = unique(new URL('https://a.test/?size=5'));
    expect(url.searchParams.get('size')).to.equal('5');
    expect(url.href).to.not.equal(unique(url).href);
  });
});
