/** Rules against attacks on handwritten digits: training as ByzFL's benchmark trains, judged by the guard. */
package io.weir.cli.bench.mnist;
