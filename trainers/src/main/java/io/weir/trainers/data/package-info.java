/** Tabular data of a bank: tables, the shared feature schema, splits, federated statistics, preprocessing, metrics, generated transactions. */
package io.weir.trainers.data;
