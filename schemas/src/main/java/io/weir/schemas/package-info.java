/** The wire contract's names: topics and record keys. No logic lives in this module. */
package io.weir.schemas;
