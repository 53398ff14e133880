package org.gatepost.admin.stops;

import java.util.List;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.gatepost.admin.frame.ClickOutcome;
import org.gatepost.admin.frame.Desk;
import org.gatepost.ee.admin.DeliveryStops;
import org.gatepost.ee.admin.DeliveryStops.Stop;
import org.gatepost.ee.admin.DeskUnavailable;
import org.gatepost.ee.admin.QueueAdmin;

/** Stopping and starting delivery by channel and destination. */
@Named
@RequestScoped
public class StopsView {

    @EJB
    private DeliveryStops stops;

    @EJB
    private QueueAdmin queue;

    @Inject
    private Desk desk;

    private String channel = "";
    private String nextHop = "";
    private String why = "";
    private final ClickOutcome outcome = new ClickOutcome("The database cannot be asked: nothing was changed.", "Only a postmaster may do that.");

    public List<Stop> getStopped() {
        try {
            return stops.stopped();
        } catch (DeskUnavailable e) {
            return List.of();
        }
    }

    public List<String> getChannels() {
        try {
            return queue.channels();
        } catch (DeskUnavailable e) {
            return List.of();
        }
    }

    public boolean isDatabaseDown() {
        return desk.isDatabaseDown();
    }

    public void stop() {
        outcome.of(() -> stops.stop(channel, nextHop, why) ? name(channel, nextHop) + " is stopped." : name(channel, nextHop) + " was stopped already.");
    }

    public void start(Stop stop) {
        outcome.of(() -> stops.start(stop.channel(), stop.nextHop()) ? name(stop.channel(), stop.nextHop()) + " is started; what waits is tried now."
                : name(stop.channel(), stop.nextHop()) + " was started already.");
    }

    /** A channel, or one destination of it. */
    public String name(String ofChannel, String hop) {
        return hop.isBlank() ? "Channel " + ofChannel : hop.strip() + " of channel " + ofChannel;
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String text) {
        channel = text == null ? "" : text;
    }

    public String getNextHop() {
        return nextHop;
    }

    public void setNextHop(String text) {
        nextHop = text == null ? "" : text;
    }

    public String getWhy() {
        return why;
    }

    public void setWhy(String text) {
        why = text == null ? "" : text;
    }

    public ClickOutcome getOutcome() {
        return outcome;
    }
}
