/** Numbers in words. */
import { expect } from '@open-wc/testing';
import {
  formatBytes,
  formatDuration,
  formatMilliseconds,
  formatNumber,
  formatShare,
  formatSpeed,
} from '../../../components/parts/format.js';

describe('format', () => {
  for (const [bytes, words] of [
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [12_345, '12.3 kB'],
    [999_499, '999 kB'],
    [999_999, '1 MB'],
    [1_073_741_824, '1.07 GB'],
    [5e15, '5 PB'],
    [5e18, '5,000 PB'],
    [-3, '0 bytes'],
  ] as const) {
    it(`says ${bytes} bytes as ${words}`, () => expect(formatBytes(Math.max(0, bytes), 'en')).to.equal(words));
  }

  it('says speeds with two digits', () => {
    expect(formatSpeed(0, 'en')).to.match(/^0 byte\/s$/);
    expect(formatSpeed(8_061_000, 'en')).to.equal('8.1 MB/s');
    expect(formatSpeed(996_000, 'en')).to.equal('1 MB/s');
  });

  for (const [share, words] of [
    [0, '0%'],
    [0.419, '41%'],
    [0.999, '99%'],
    [1, '100%'],
    [1.2, '100%'],
    [-1, '0%'],
  ] as const) {
    it(`says ${share} as ${words}`, () => expect(formatShare(share, 'en')).to.equal(words));
  }

  for (const [seconds, long, short] of [
    [0, '1 second', '1 sec'],
    [1.4, '1 second', '1 sec'],
    [8.6, '9 seconds', '9 sec'],
    [11, '15 seconds', '15 sec'],
    [55, '55 seconds', '55 sec'],
    [56, '1 minute', '1 min'],
    [89, '1 minute', '1 min'],
    [3540, '59 minutes', '59 min'],
    [3600, '1 hour', '1 hr'],
    [4800, '1 hour, 20 minutes', '1 hr, 20 min'],
    [7200, '2 hours', '2 hr'],
  ] as const) {
    it(`says ${seconds} s as ${long}`, () => {
      expect(formatDuration(seconds, 'en')).to.equal(long);
      expect(formatDuration(seconds, 'en', 'short')).to.equal(short);
    });
  }

  it('speaks the language it is given', () => {
    expect(formatBytes(1_240_000, 'de')).to.match(/^1,24\sMB$/);
    expect(formatNumber(1234.5, 'de')).to.equal('1.234,5');
    expect(formatShare(0.5, 'fr')).to.match(/^50\s%$/);
  });

  it('does not fall over a language that is none', () =>
    expect(formatBytes(1000, 'no such language')).to.match(/1\skB/));

  it('says what was measured in milliseconds or seconds', () => {
    expect(formatMilliseconds(0.25, 'en')).to.equal('0.25 ms');
    expect(formatMilliseconds(1834, 'en')).to.match(/^1\.83 s/);
  });
});
