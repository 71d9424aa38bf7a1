/** Differential privacy of a participant as a whole: what a round asks for, whether to agree, and what it costs. */
package io.weir.client.privacy;
