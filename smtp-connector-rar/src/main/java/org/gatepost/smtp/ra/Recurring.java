package org.gatepost.smtp.ra;

/** Work a timer does again and again, which a timer gives up for ever once it throws: here it goes on. For one thread at a time. */
final class Recurring implements Runnable {

    private static final System.Logger LOG = System.getLogger(Recurring.class.getName());

    private final String name;
    private final Runnable work;
    private boolean failing;

    /** @param name what the work is, for the log */
    Recurring(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Never throws; says once that it fails, and not again until it has worked in between. */
    @Override
    public void run() {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException | Error e) {
            LOG.log(failing ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR, name + " failed, and is tried again", e);
            failing = true;
        }
    }
}
