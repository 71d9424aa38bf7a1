/** How a model's named tensors lie in one flat vector, and how that vector is cut into chunks. */
package io.weir.schemas.model;
