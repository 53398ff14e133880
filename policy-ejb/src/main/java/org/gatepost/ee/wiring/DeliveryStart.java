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

    @PostConstruct
    void begin() {
        runner.start();
        tlsReporting.start();
    }

    @PreDestroy
    void end() {
        runner.stop();
        tlsReporting.stop();
    }
}
