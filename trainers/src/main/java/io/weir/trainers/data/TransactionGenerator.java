package io.weir.trainers.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Simulates card transactions by the process that the Fraud Detection Handbook describes (Le Borgne, Siblini, Lebichot,
 * Bontempi 2022, chapter 3): customers and terminals on a map, habits per customer, three fraud scenarios. A function of
 * the world's size and the seed alone.
 */
public final class TransactionGenerator {
    private static final double MAP_SIZE = 100;
    private static final double RADIUS = 5;
    private static final double MIN_MEAN_AMOUNT = 5;
    private static final double MAX_MEAN_AMOUNT = 100;
    private static final double MAX_TRANSACTIONS_PER_DAY = 4;
    private static final double MEAN_TIME_SECONDS = 43_200;
    private static final double TIME_DEVIATION_SECONDS = 20_000;

    private final TransactionWorld world;
    private final SplittableRandom random;
    private final double[] customerX;
    private final Reach reach;
    private final Buffer buffer;

    private TransactionGenerator(TransactionWorld world, long seed) {
        this.world = world;
        this.random = new SplittableRandom(seed);
        this.customerX = uniform(world.customers());
        double[] customerY = uniform(world.customers());
        this.reach = new Reach(
                customerX, customerY, uniform(world.terminals()), uniform(world.terminals()), RADIUS, MAP_SIZE);
        this.buffer = new Buffer((int) Math.min(1 << 20, 2L * world.customers() * world.days() + 16));
    }

    /** Generates the transactions of a world. */
    public static Transactions generate(TransactionWorld world, long seed) {
        return new TransactionGenerator(world, seed).generate();
    }

    private double[] uniform(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextDouble() * MAP_SIZE;
        }
        return values;
    }

    private Transactions generate() {
        for (int customer = 0; customer < world.customers(); customer++) {
            double meanAmount = MIN_MEAN_AMOUNT + random.nextDouble() * (MAX_MEAN_AMOUNT - MIN_MEAN_AMOUNT);
            double perDay = random.nextDouble() * MAX_TRANSACTIONS_PER_DAY;
            int[] terminals = reach.of(customer);
            for (int day = 0; day < world.days(); day++) {
                int count = Sampling.poisson(random, perDay);
                for (int i = 0; i < count; i++) {
                    one(customer, day, meanAmount, terminals);
                }
            }
        }
        Transactions sorted = buffer.byTime(world, customerX);
        FraudScenarios.apply(sorted, random.split());
        return sorted;
    }

    private void one(int customer, int day, double meanAmount, int[] terminals) {
        int second = (int) (MEAN_TIME_SECONDS + TIME_DEVIATION_SECONDS * Sampling.gaussian(random));
        if (second <= 0 || second >= Transactions.DAY_SECONDS) {
            return; // the process drops what falls outside the day
        }
        double amount = meanAmount + meanAmount / 2 * Sampling.gaussian(random);
        if (amount < 0) {
            amount = random.nextDouble() * 2 * meanAmount;
        }
        if (terminals.length > 0) {
            int terminal = terminals[random.nextInt(terminals.length)];
            buffer.add(day * Transactions.DAY_SECONDS + second, customer, terminal, Math.round(amount * 100));
        }
    }

    /** Growing columns. */
    private static final class Buffer {
        private int[] time;
        private int[] customer;
        private int[] terminal;
        private long[] amount;
        private int size;

        private Buffer(int capacity) {
            time = new int[capacity];
            customer = new int[capacity];
            terminal = new int[capacity];
            amount = new long[capacity];
        }

        private void add(int atSecond, int byCustomer, int atTerminal, long cents) {
            if (size == time.length) {
                int grown = size + size / 2;
                time = Arrays.copyOf(time, grown);
                customer = Arrays.copyOf(customer, grown);
                terminal = Arrays.copyOf(terminal, grown);
                amount = Arrays.copyOf(amount, grown);
            }
            time[size] = atSecond;
            customer[size] = byCustomer;
            terminal[size] = atTerminal;
            amount[size++] = cents;
        }

        private Transactions byTime(TransactionWorld world, double[] customerX) {
            long[] order = new long[size];
            for (int i = 0; i < size; i++) {
                order[i] = (long) time[i] << Integer.SIZE | i;
            }
            Arrays.sort(order);
            int[] times = new int[size];
            int[] customers = new int[size];
            int[] terminals = new int[size];
            long[] amounts = new long[size];
            for (int i = 0; i < size; i++) {
                int from = (int) order[i];
                times[i] = time[from];
                customers[i] = customer[from];
                terminals[i] = terminal[from];
                amounts[i] = amount[from];
            }
            return new Transactions(world, times, customers, terminals, amounts, new byte[size], customerX);
        }
    }
}
