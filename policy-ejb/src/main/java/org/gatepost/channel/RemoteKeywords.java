package org.gatepost.channel;

import java.util.Map;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * How a channel's next hops are reached and spoken with. Immutable.
 *
 * @param families keywords {@code ipv4first}, {@code ipv6first}, {@code ipv4only}, {@code ipv6only}: of a host with addresses of both
 * @param dane keywords {@code dane}, {@code nodane}: what a signed zone says about certificates is kept (RFC 7672)
 * @param mtaSts keywords {@code mtasts}, {@code nomtasts}: the policies that domains publish are kept (RFC 8461)
 * @param converts keywords {@code eightnegotiate}, {@code eightstrict}: 8-bit content is encoded for a next hop that does not take it, or refused
 * @param heloHost keyword {@code helohost}: how we introduce ourselves
 * @param source keyword {@code interfaceaddress}: which address of ours we connect from
 * @param login keywords {@code mustsaslclient} (also {@code saslclient}), {@code maysaslclient}, {@code nosaslclient}: who we are there
 */
public record RemoteKeywords(Families families, boolean dane, boolean mtaSts, boolean converts, Optional<String> heloHost, Optional<IpAddress> source,
        Optional<LoginReference> login) {

    /** Of a channel that says nothing. */
    public static final RemoteKeywords DEFAULT = new RemoteKeywords(Families.IPV6_FIRST, false, false, true, Optional.empty(), Optional.empty(), Optional.empty());

    /** Which addresses of a host are tried, and which first. */
    public enum Families {
        IPV4_FIRST, IPV6_FIRST, IPV4_ONLY, IPV6_ONLY
    }

    /**
     * A user and the file its password stands in, alone: a secret is never part of policy.
     *
     * @param must whether mail goes only where it is taken
     */
    public record LoginReference(String user, String passwordFile, boolean must) {
    }

    static final Map<String, KeywordRow<RemoteKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("ipv4first", keywords -> keywords.with(Families.IPV4_FIRST)),
            KeywordRow.word("ipv6first", keywords -> keywords.with(Families.IPV6_FIRST)),
            KeywordRow.word("ipv4only", keywords -> keywords.with(Families.IPV4_ONLY)),
            KeywordRow.word("ipv6only", keywords -> keywords.with(Families.IPV6_ONLY)),
            KeywordRow.word("dane", keywords -> keywords.withDane(true)),
            KeywordRow.word("nodane", keywords -> keywords.withDane(false)),
            KeywordRow.word("mtasts", keywords -> keywords.withMtaSts(true)),
            KeywordRow.word("nomtasts", keywords -> keywords.withMtaSts(false)),
            KeywordRow.word("eightnegotiate", keywords -> keywords.converting(true)),
            KeywordRow.word("eightstrict", keywords -> keywords.converting(false)),
            KeywordRow.value("helohost", RemoteKeywords::withHeloHost),
            KeywordRow.value("interfaceaddress", (keywords, text) -> keywords.withSource(IpAddress.parse(text))),
            Map.entry("saslclient", login(true)), Map.entry("mustsaslclient", login(true)), Map.entry("maysaslclient", login(false)),
            KeywordRow.word("nosaslclient", keywords -> keywords.withLogin(Optional.empty())));

    private static KeywordRow<RemoteKeywords> login(boolean must) {
        return new KeywordRow<>(2, 2, (keywords, words) -> keywords.withLogin(Optional.of(new LoginReference(words.get(0), words.get(1), must))));
    }

    private RemoteKeywords with(Families other) {
        return new RemoteKeywords(other, dane, mtaSts, converts, heloHost, source, login);
    }

    private RemoteKeywords withDane(boolean on) {
        return new RemoteKeywords(families, on, mtaSts, converts, heloHost, source, login);
    }

    private RemoteKeywords withMtaSts(boolean on) {
        return new RemoteKeywords(families, dane, on, converts, heloHost, source, login);
    }

    private RemoteKeywords converting(boolean on) {
        return new RemoteKeywords(families, dane, mtaSts, on, heloHost, source, login);
    }

    private RemoteKeywords withHeloHost(String host) {
        if (!host.matches("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|\\[[0-9A-Fa-f.:IPv]+]")) {
            throw new IllegalArgumentException("not a host name or address literal: " + host);
        }
        return new RemoteKeywords(families, dane, mtaSts, converts, Optional.of(host), source, login);
    }

    private RemoteKeywords withSource(IpAddress address) {
        return new RemoteKeywords(families, dane, mtaSts, converts, heloHost, Optional.of(address), login);
    }

    private RemoteKeywords withLogin(Optional<LoginReference> reference) {
        return new RemoteKeywords(families, dane, mtaSts, converts, heloHost, source, reference);
    }
}
