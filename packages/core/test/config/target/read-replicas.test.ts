import { ConfigError, parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';

function targetOf(target: object) {
  return parseConfig({ target }).target;
}

describe('target.urls', () => {
  it('names the main server first, without paths of an API', () => {
    const { url, urls, balance, api } = targetOf({
      urls: ['a:1/v1/completions', 'http://b:2/v1/completions'],
      balance: 'fixed',
    });
    expect(url).toBe('http://a:1');
    expect(urls).toEqual(['http://a:1', 'http://b:2']);
    expect(balance).toBe('fixed');
    expect(api).toBe('openai-completions');
  });

  it('with one entry is that server alone', () => {
    const target = targetOf({ urls: ['http://a:1'] });
    expect(target.url).toBe('http://a:1');
    expect(target).not.toHaveProperty('urls');
  });

  it.each<readonly [object, RegExp]>([
    [{ url: 'http://a:1', urls: ['http://b:1'] }, /target\.url cannot be combined/],
    [{ urls: ['http://a:1', 'https://b:1'] }, /"https:\/\/b:1" and "http:\/\/a:1" are unlike/],
    [{ urls: ['http://a:1/x', 'http://b:1/y'] }, /one scheme and one path/],
    [{ urls: ['http://a:1', 'http://a:1/v1'] }, /"http:\/\/a:1" is listed twice/],
    [{ urls: ['http://a:1', 'http://b:1'], pid: 'auto' }, /target\.pid cannot be combined/],
    [{ urls: ['http://a:1', 'http://b:1'], manageModels: true }, /target\.manageModels cannot be/],
    [{ url: 'http://a:1', balance: 'fixed' }, /target\.balance needs several target\.urls/],
    [{ balance: 'fixed' }, /target\.balance needs a server/],
    [{ urls: [] }, /urls/],
    [{ urls: Array.from({ length: 64 }, (_, at) => `http://a:${at + 1}`) }, /urls/],
  ])('rejects %j', (target, says) => {
    expect(() => targetOf(target)).toThrow(ConfigError);
    expect(() => targetOf(target)).toThrow(says);
  });

  it('never repeats credentials', () => {
    const secret = 'hunter2-of-a-replica';
    const urls = ['http://a:1', `http://user:${secret}@b:1`];
    expect(() => targetOf({ urls })).toThrow(/holds a user name or a password/);
    expect(() => targetOf({ urls })).not.toThrow(secret);
  });
});
