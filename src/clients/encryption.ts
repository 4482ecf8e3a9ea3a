import { Encrypter } from 'age-encryption';

/** Encrypts so that only the holder of the recipient's identity can read. */
export interface Encryptor {
  encrypt(bytes: Uint8Array): Promise<Uint8Array>;
}

/**
 * Prepares encryption to an age public key (`age1…`).
 *
 * @throws Error with one sentence when the text is not such a key. It does not repeat the text, which may be a secret pasted by mistake.
 */
export function createEncryptor(recipient: string): Encryptor {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient.trim());
  } catch (cause) {
    const what = /^AGE-SECRET-KEY/i.test(recipient.trim()) ? 'is a secret key; give the public key' : 'is not a public key of age';
    throw new Error(`The recipient of backups ${what} (age1…, printed by age-keygen).`, {
      cause: cause instanceof Error ? cause.name : null,
    });
  }
  return { encrypt: (bytes) => encrypter.encrypt(bytes) };
}
