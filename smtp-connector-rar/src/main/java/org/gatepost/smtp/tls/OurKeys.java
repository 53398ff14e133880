package org.gatepost.smtp.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** Chooses our certificate by the name the client asks for, and by the kind of key it can use. The alias of a chain is its number. Safe for all threads. */
final class OurKeys extends X509ExtendedKeyManager {

    private final List<KeyedChain> chains;

    OurKeys(List<KeyedChain> chains) {
        this.chains = chains;
    }

    /** The name a client asks for in lower case, where it asks for one. */
    static Optional<String> requestedName(SSLSession session) {
        return session instanceof ExtendedSSLSession extended ? extended.getRequestedServerNames().stream().filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT)).findFirst() : Optional.empty();
    }

    private String choose(String keyType, SSLSession handshake) {
        Optional<String> name = requestedName(handshake);
        return IntStream.range(0, chains.size()).filter(i -> name.isPresent() && chains.get(i).isFor(name.get()) && hasKey(i, keyType)).boxed().findFirst()
                .or(() -> IntStream.range(0, 1).filter(i -> name.map(this::isOnlyOurs).orElse(true) && hasKey(i, keyType)).boxed().findFirst())
                .map(String::valueOf).orElse(null);
    }

    /** Whether no certificate is for that name, so that everybody's has to do: where one is, another kind of key must not lead to the wrong one. */
    private boolean isOnlyOurs(String name) {
        return chains.stream().noneMatch(chain -> chain.isFor(name));
    }

    private boolean hasKey(int chain, String keyType) {
        String algorithm = chains.get(chain).key().getAlgorithm();
        return algorithm.equals(keyType) || keyType.equals("EdDSA") && algorithm.startsWith("Ed");
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType, ((SSLSocket) socket).getHandshakeSession());
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType, engine.getHandshakeSession());
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chains.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return chains.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return IntStream.range(0, chains.size()).filter(i -> hasKey(i, keyType)).mapToObj(String::valueOf).toArray(String[]::new);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
