package org.gatepost.workbench.delivery;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A resolver on loopback that answers from a list, over UDP, and vouches for all of it as a validating one would. */
final class LoopbackDns implements AutoCloseable {

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final List<Record> records = new ArrayList<>();
    private final Set<Name> failing = new HashSet<>();
    private final Thread thread = Thread.ofPlatform().daemon().start(this::run);
    private volatile int asked;

    LoopbackDns() throws IOException {
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int asked() {
        return asked;
    }

    synchronized LoopbackDns with(Record... more) {
        records.addAll(Arrays.asList(more));
        return this;
    }

    synchronized LoopbackDns failing(Name name) {
        failing.add(name);
        return this;
    }

    private void run() {
        byte[] buffer = new byte[4_096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] reply = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength()))).toWire();
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    private synchronized Message answer(Message query) {
        asked++;
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.getHeader().setFlag(Flags.AD);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        Name name = query.getQuestion().getName();
        if (failing.contains(name)) {
            reply.getHeader().setRcode(Rcode.SERVFAIL);
            return reply;
        }
        boolean known = false;
        for (Record record : records) {
            if (record.getName().equals(name)) {
                known = true;
                if (record.getType() == Type.CNAME) {
                    reply.addRecord(record, Section.ANSWER);
                    name = ((CNAMERecord) record).getTarget();
                } else if (record.getType() == query.getQuestion().getType()) {
                    reply.addRecord(record, Section.ANSWER);
                }
            }
        }
        reply.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
        return reply;
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
