/** Models a bank trains on its own data: logistic regression and multilayer perceptron on ND4J, and their local training. */
package io.weir.trainers;
