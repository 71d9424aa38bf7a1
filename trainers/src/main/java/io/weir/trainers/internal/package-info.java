/** The dense network, its native matrices and the optimizers behind the public models; not for users. */
package io.weir.trainers.internal;
