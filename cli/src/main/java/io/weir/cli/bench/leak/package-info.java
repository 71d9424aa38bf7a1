/** Gradient inversion: what of its rows a participant's update gives away, by what is done to it. */
package io.weir.cli.bench.leak;
