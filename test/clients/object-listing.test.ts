import { describe, expect, it } from 'vitest';
import { readEntry, splitPage } from '../../src/clients/object-listing.ts';

const element = (fields: string): string => `<Contents>${fields}</Contents>`;
const MODIFIED = '<LastModified>2026-11-22T00:00:00.000Z</LastModified>';

describe('clients/object-listing', () => {
  it('reads fields in whatever order they come', () => {
    const modifiedAt = Date.UTC(2026, 10, 22);
    expect(readEntry(`<Key>a/index</Key>${MODIFIED}<Size>7</Size>`)).toEqual({ key: 'a/index', sizeBytes: 7, modifiedAt });
    expect(readEntry(`<Size>7</Size><Owner><ID>x</ID></Owner>${MODIFIED}<Key>a/index</Key>`)).toEqual({
      key: 'a/index',
      sizeBytes: 7,
      modifiedAt,
    });
  });

  it('turns escaped characters of a key back', () => {
    const key = 'a&amp;b &lt;c&gt; &#13;&#x1F600; &unknown; &amp;lt;';
    expect(readEntry(`<Key>${key}</Key>${MODIFIED}<Size>1</Size>`).key).toBe('a&b <c> \r😀 &unknown; &lt;');
  });

  it.each([
    ['without a key', `${MODIFIED}<Size>1</Size>`],
    ['with a size that is no number', `<Key>a</Key>${MODIFIED}<Size>many</Size>`],
    ['with a time that is none', '<Key>a</Key><LastModified>yesterday</LastModified><Size>1</Size>'],
  ])('refuses an object %s', (_what, entry) => {
    expect(() => readEntry(entry)).toThrow('cannot be read');
  });

  it('leaves everything but objects to the SDK', () => {
    const page = `<ListBucketResult>\n<Name>b</Name>${element('<Key>1</Key>')}\n${element('<Key>2</Key>')}<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>`;
    expect(splitPage(page)).toEqual({
      entries: ['<Key>1</Key>', '<Key>2</Key>'],
      rest: '<ListBucketResult>\n<Name>b</Name>\n<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes></ListBucketResult>',
    });
  });

  it('leaves an object without its end where it is', () => {
    expect(splitPage('<ListBucketResult><Contents><Key>1</Key>')).toEqual({
      entries: [],
      rest: '<ListBucketResult><Contents><Key>1</Key>',
    });
  });
});
