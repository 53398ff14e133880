package org.gatepost.smtp.ra;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.transaction.xa.XAResource;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;

/**
 * The SMTP listener as the container sees it: every message-driven bean that implements
 * {@link org.gatepost.smtp.listener.SmtpListener} gets the ports its activation names.
 */
@Connector(displayName = "Gatepost SMTP connector", vendorName = "Gatepost", eisType = "SMTP", version = "1.0",
        transactionSupport = TransactionSupport.TransactionSupportLevel.NoTransaction)
public class SmtpResourceAdapter implements ResourceAdapter, Serializable {

    private static final long serialVersionUID = 1;
    private static final System.Logger LOG = System.getLogger(SmtpResourceAdapter.class.getName());

    private final transient Map<MessageEndpointFactory, SmtpActivation> activations = new ConcurrentHashMap<>();
    private transient WorkManager work;

    @Override
    public void start(BootstrapContext context) {
        work = context.getWorkManager();
    }

    /** Closes every port and ends every session; those inside a message get their bounded time. */
    @Override
    public void stop() {
        activations.keySet().forEach(this::end);
    }

    /** Returns at once: deployment must not wait for a policy that is deployed after us. */
    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        spec.validate();
        SmtpActivation activation = new SmtpActivation(factory, (SmtpActivationSpec) spec);
        activations.put(factory, activation);
        activation.start(work);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        end(factory);
    }

    /** None: nothing here takes part in a distributed transaction. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    /** What was activated for an endpoint factory. */
    Optional<SmtpActivation> activation(MessageEndpointFactory factory) {
        return Optional.ofNullable(activations.get(factory));
    }

    private void end(MessageEndpointFactory factory) {
        SmtpActivation activation = activations.remove(factory);
        if (activation != null) {
            activation.stop();
            LOG.log(System.Logger.Level.INFO, "ports closed, sessions ended");
        }
    }
}
