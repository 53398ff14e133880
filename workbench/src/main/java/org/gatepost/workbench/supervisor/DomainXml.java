package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Payara's domain.xml, made to listen on HTTPS and on the loopback administration port and nowhere else: no HTTP, JMS, IIOP, JMX, shell
 * or (unless it has members) data grid, and nothing that reports to the vendor or watches directories. Every edit gives the same result however often it is made, and leaves the deployed application alone.
 */
final class DomainXml {

    /** {@code [24|]--option}: for Java 24 and later. What names a vendor's virtual machine is not for ours. */
    private static final Pattern FOR_VERSION = Pattern.compile("\\[([^|\\]]*)\\|[^]]*](.*)");
    /** Heap and collector are the supervisor's to choose; a shell of the module system nobody may have. */
    private static final int CARRIERS_MIN = 4;
    private static final List<String> NOT_OURS = List.of("-Xmx", "-XX:NewRatio", "-Dorg.glassfish.additionalOSGiBundlesToStart", "-Dosgi.shell.", "-Dgosh.",
            "-Dfelix.fileinstall.");
    private static final Set<String> LISTENERS = Set.of("http-listener-2", "admin-listener");

    private final Path file;
    private final Document document;
    private final Element config;

    DomainXml(Path file) throws IOException {
        this.file = file;
        try {
            document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        config = elements(document.getDocumentElement(), "config").stream().filter(c -> c.getAttribute("name").equals("server-config")).findFirst()
                .orElseThrow(() -> new IOException("no server-config in " + file));
    }

    private static List<Element> elements(Element in, String name) {
        NodeList nodes = in.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }

    void listenOnlyOn(String httpsAddress, int httpsPort, int adminPort) {
        elements(config, "iiop-listener").forEach(DomainXml::remove);
        for (Element listener : elements(config, "network-listener")) {
            if (!LISTENERS.contains(listener.getAttribute("name"))) {
                remove(listener);
            } else {
                boolean https = listener.getAttribute("name").equals("http-listener-2");
                listener.setAttribute("address", https ? httpsAddress : "127.0.0.1");
                listener.setAttribute("port", String.valueOf(https ? httpsPort : adminPort));
            }
        }
        for (Element server : elements(config, "virtual-server")) {
            if (server.getAttribute("id").equals("server")) {
                server.setAttribute("network-listeners", "http-listener-2");
            }
        }
        sayLittleOverHttps();
        elements(config, "jmx-connector").forEach(connector -> connector.setAttribute("enabled", "false"));
        set("hazelcast-config-specific-configuration", "enabled", "false");
        withoutJms();
        withoutWhatNobodyUses();
        // H2 (Payara's timer database) would open a port of its own choice on every address, and close at TERM before the beans that use it.
        for (Element property : elements(document.getDocumentElement(), "property")) {
            property.setAttribute("value", property.getAttribute("value").replace(";AUTO_SERVER=TRUE", ";DB_CLOSE_ON_EXIT=FALSE"));
        }
    }

    /** The data grid is there for the application; {@link GridFile} says where it listens. */
    void withGrid() {
        set("hazelcast-config-specific-configuration", "enabled", "true");
    }

    /** The desk's session cookie goes to no request that another site caused; Payara heeds this on the listener and not in web.xml. No answer names the server. */
    private void sayLittleOverHttps() {
        for (Element protocol : elements(config, "protocol")) {
            if (protocol.getAttribute("name").equals("http-listener-2")) {
                Element http = elements(protocol, "http").getFirst();
                http.setAttribute("cookie-same-site-enabled", "true");
                http.setAttribute("cookie-same-site-value", "Strict");
                http.setAttribute("server-header", "false");
            }
        }
    }

    /** Pollers, talkers and services that cost a start their time. Our timers are not persistent, so that no database of timers is needed. */
    private void withoutWhatNobodyUses() {
        // It tells the vendor, every day, that we run.
        set("phone-home-runtime-configuration", "enabled", "false");
        set("ejb-timer-service", "ejb-timer-service", "None");
        set("das-config", "autodeploy-enabled", "false");
        set("das-config", "dynamic-reload-enabled", "false");
        set("notification-service-configuration", "enabled", "false");
        set("microprofile-openapi-configuration", "enabled", "false");
        set("monitoring-service", "monitoring-enabled", "false");
        set("monitoring-service", "mbean-enabled", "false");
    }

    private void set(String element, String attribute, String value) {
        elements(config, element).forEach(each -> each.setAttribute(attribute, value));
    }

    private void withoutJms() {
        List<Element> services = elements(config, "jms-service");
        Element service = services.isEmpty() ? document.createElement("jms-service") : services.getFirst();
        service.setAttribute("type", "DISABLED");
        service.setAttribute("default-jms-host", "default_JMS_host");
        if (services.isEmpty()) {
            Element host = document.createElement("jms-host");
            host.setAttribute("name", "default_JMS_host");
            host.setAttribute("host", "localhost");
            service.appendChild(host);
            config.insertBefore(service, elements(config, "java-config").getFirst());
        }
    }

    /** The virtual machine's options as Payara's own launcher would take them, with {@code heap} for -Xms and -Xmx. */
    List<String> jvmOptions(Path installRoot, Path instanceRoot, String heap) {
        List<String> options = new ArrayList<>();
        for (Element element : elements(config, "jvm-options")) {
            String option = element.getTextContent().strip();
            Matcher matcher = FOR_VERSION.matcher(option);
            if (matcher.matches()) {
                option = matcher.group(1).matches("[0-9.]+") ? matcher.group(2) : "";
            }
            if (!option.isEmpty() && NOT_OURS.stream().noneMatch(option::startsWith)) {
                options.add(option.replace("${com.sun.aas.instanceRoot}", instanceRoot.toString()).replace("${com.sun.aas.installRoot}", installRoot.toString()));
            }
        }
        // Level 2 are the shells and the directory watcher of the module system.
        options.add("-Dglassfish.osgi.start.level.final=1");
        // A virtual thread that waits for a class loader keeps its carrier; with two all of them may be kept, see NamedClasses.
        options.add("-Djdk.virtualThreadScheduler.parallelism=" + Math.max(CARRIERS_MIN, Runtime.getRuntime().availableProcessors()));
        // All of it from the beginning: in a heap that is kept small G1 marks without end, a sixth of what the server did under load.
        options.add("-Xms" + heap);
        options.add("-Xmx" + heap);
        return options;
    }

    void save() throws IOException {
        Path next = file.resolveSibling("domain.xml.next");
        try {
            TransformerFactory.newDefaultInstance().newTransformer().transform(new DOMSource(document), new StreamResult(next.toFile()));
        } catch (TransformerException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
