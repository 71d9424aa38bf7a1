package io.weir.cli.bench.mnist;

/**
 * One training.
 *
 * @param similarity γ
 * @param attackers hostile workers beside the honest
 * @param accuracy on the test images after the last step
 * @param diverged whether updates stopped being finite; training ends there
 */
record MnistRun(double similarity, int attackers, LineAttack attack, double accuracy, boolean diverged) {}
