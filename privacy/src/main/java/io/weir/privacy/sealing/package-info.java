/**
 * Updates sealed for the keys of attested aggregators: payloads under AES-256-GCM with a key of their own for each participant and round, that key under
 * HPKE. Sealing the same update again gives the same bytes, and no key ever meets two messages under one nonce.
 */
package io.weir.privacy.sealing;
