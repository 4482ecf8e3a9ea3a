import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { createEncryptor } from '../../src/clients/encryption.ts';

describe('clients/encryption', () => {
  it('encrypts for the holder of the identity', async () => {
    const identity = await generateIdentity();
    const sealed = await createEncryptor(`${await identityToRecipient(identity)}\n`).encrypt(Buffer.from('kind: Secret'));
    expect(Buffer.from(sealed).includes('kind: Secret')).toBe(false);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(await decrypter.decrypt(sealed, 'text')).toBe('kind: Secret');
  });

  it.each(['', 'ssh-ed25519 AAAA', 'age1qqqq'])('refuses %j in one sentence', (text) => {
    expect(() => createEncryptor(text)).toThrow('The recipient of backups is not a public key of age (age1…, printed by age-keygen).');
  });

  it('refuses a secret key without repeating it', async () => {
    const secret = await generateIdentity();
    expect(() => createEncryptor(secret)).toThrow('is a secret key; give the public key');
    expect(() => createEncryptor(secret)).not.toThrow(secret);
  });
});
