/** Who a participant is: its key pair, its X.509 certificate, and the signatures made and checked with them. */
package io.weir.privacy.identity;
