/** Tests that the documents say what the code says. */
package io.weir.it.docs;
