package org.gatepost.ee.store;

import java.util.Optional;

import org.gatepost.channel.NextHop;
import org.gatepost.ee.settings.Settings;

/**
 * What the settings say about addresses that policy names by a word: store, remote, clamd, mx.
 *
 * @param mxDelivery whether mail may go to the hosts its domains name: not with the demo directory, whose passwords everybody knows
 */
public record PolicyAddresses(NextHop store, NextHop remote, Optional<Settings.HostPort> clamd, boolean mxDelivery) {

    public static PolicyAddresses of(Settings settings) {
        return new PolicyAddresses(settings.store(), settings.remote(), settings.clamd(), !settings.usesDemoDirectory());
    }
}
