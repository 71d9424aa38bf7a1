/** Server optimizers: how a round's exact sum moves the model. */
package io.weir.publisher.optimizer;
