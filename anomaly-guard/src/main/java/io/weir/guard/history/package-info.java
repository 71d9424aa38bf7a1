/** What the guard remembers of earlier rounds, and what a rule is told of it: bounded, and derived from verdicts alone. */
package io.weir.guard.history;
