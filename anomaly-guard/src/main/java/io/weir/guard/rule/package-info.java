/** One class a verdict rule, each with its paper and its parameters. */
package io.weir.guard.rule;
