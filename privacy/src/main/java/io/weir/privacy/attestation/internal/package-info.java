/** How evidence is parsed and checked. */
package io.weir.privacy.attestation.internal;
