package io.weir.cli.demo;

import io.weir.client.LocalTrainer;
import io.weir.client.intercept.UpdateInterceptor;

/** How a bank trains, and what its updates pass through. */
record BankPart(LocalTrainer trainer, UpdateInterceptor interceptor) {}
