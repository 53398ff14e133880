package org.gatepost.ee.store;

import java.util.List;
import java.util.Map;

import org.gatepost.channel.NextHop;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.settings.SrsSettings;

/**
 * What the settings say about addresses that policy names by a word: store, remote, the protocol of an engine, mx.
 *
 * @param engines where the engine of a protocol listens, one or more; those that are set
 * @param mxDelivery whether mail may go to the hosts its domains name: not with the demo directory, whose passwords everybody knows
 * @param srs whether there are keys by which addresses of forwarded mail can be signed
 */
public record PolicyAddresses(NextHop store, NextHop remote, Map<String, List<Settings.HostPort>> engines, boolean mxDelivery, boolean srs) {

    public PolicyAddresses {
        engines = Map.copyOf(engines);
    }

    public static PolicyAddresses of(Settings settings) {
        return new PolicyAddresses(settings.store(), settings.remote(), settings.engines(), !settings.usesDemoDirectory(), SrsSettings.read().isPresent());
    }
}
