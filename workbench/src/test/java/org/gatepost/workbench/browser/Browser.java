package org.gatepost.workbench.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Debian's Chromium without a screen, in a profile of its own. For one thread; close it. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SCREENS = Path.of(System.getProperty("gatepost.screens", "../var/test/screens"));

    private final ChromeDriver driver;
    private final String base;

    Browser(String base) throws IOException {
        this.base = base;
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setAcceptInsecureCerts(true);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1440,900",
                "--user-data-dir=" + Files.createTempDirectory("gatepost-browser"));
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build();
        driver = new ChromeDriver(service, options);
    }

    void open(String path) {
        driver.get(base + path);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    WebElement id(String id) {
        return waiting().until(ExpectedConditions.visibilityOfElementLocated(By.id(id)));
    }

    WebElement css(String selector) {
        return waiting().until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    boolean has(String id) {
        return !driver.findElements(By.id(id)).isEmpty();
    }

    void type(String id, String text) {
        WebElement field = id(id);
        field.clear();
        field.sendKeys(text);
    }

    void click(String id) {
        waiting().until(ExpectedConditions.elementToBeClickable(By.id(id))).click();
    }

    /** Waits until the element says it. */
    void says(String id, String part) {
        waiting().until(ExpectedConditions.textToBePresentInElementLocated(By.id(id), part));
    }

    void reaches(String part) {
        waiting().until(ExpectedConditions.urlContains(part));
    }

    /** What the page says, as one reads it. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Types into the search box on top and goes. */
    void search(String text) {
        id("search").sendKeys(text, Keys.ENTER);
    }

    /** Runs a script on the page. */
    void run(String script) {
        driver.executeScript(script);
    }

    void titled(String title) {
        waiting().until(ExpectedConditions.titleIs(title));
    }

    /** The browser no longer knows its session; the page stays open. */
    void forgetSession() {
        driver.manage().deleteAllCookies();
    }

    /** Keeps what is seen, light and dark, under var/test/screens. */
    void keep(String name) throws IOException {
        Files.createDirectories(SCREENS);
        for (String scheme : List.of("dark", "light")) {
            driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            Files.write(SCREENS.resolve(name + (scheme.equals("dark") ? "-dark.png" : ".png")), driver.getScreenshotAs(OutputType.BYTES));
        }
    }

    private WebDriverWait waiting() {
        WebDriverWait wait = new WebDriverWait(driver, PATIENCE);
        wait.ignoring(org.openqa.selenium.StaleElementReferenceException.class);
        return wait;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
