package org.gatepost.ee.wiring;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

import org.gatepost.ee.delivery.QueueRunner;
import org.gatepost.ee.quarantine.Digests;
import org.gatepost.ee.rescan.Rescanning;
import org.gatepost.ee.tlsreport.TlsReporting;

/** Delivery, and what is told of it, begins when the database is ready and this node has its incarnation, and ends before they do. */
@Singleton
@Startup
@DependsOn("StartUp")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeliveryStart {

    @Inject
    private QueueRunner runner;
    @Inject
    private TlsReporting tlsReporting;
    @Inject
    private Rescanning rescanning;
    @Inject
    private Digests digests;

    @PostConstruct
    void begin() {
        runner.start();
        tlsReporting.start();
        rescanning.start();
        digests.start();
    }

    @PreDestroy
    void end() {
        digests.stop();
        rescanning.stop();
        runner.stop();
        tlsReporting.stop();
    }
}
