/** Federations as an operator handles them: settings, participants, manifests, and looking into their topics. */
package io.weir.cli.federation;
