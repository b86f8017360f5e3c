/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.utils.Sanitizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one task as an MBean, {@code dev.quiver:type=parquet-sink,connector=…,task=…}. A task that
 * the worker gave up may still be there when its successor starts on the same worker: the name belongs to the latest.
 */
final class MetricsBean implements DynamicMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsBean.class);

    /** The beans of this plugin by name. */
    private static final Map<ObjectName, MetricsBean> REGISTERED = new ConcurrentHashMap<>();

    private final Map<String, SinkMetrics.Metric> metrics = new LinkedHashMap<>();
    private final ObjectName name;

    private MetricsBean(SinkMetrics metrics, ObjectName name) {
        this.name = name;
        metrics.all().forEach(metric -> this.metrics.put(metric.name(), metric));
    }

    /** Shows {@code metrics} until the bean is closed. A worker that refuses MBeans has none. */
    static MetricsBean register(SinkMetrics metrics, String connector, String task) {
        try {
            ObjectName name = new ObjectName("dev.quiver:type=parquet-sink,connector="
                    + Sanitizer.jmxSanitize(connector) + ",task=" + Sanitizer.jmxSanitize(task));
            MetricsBean bean = new MetricsBean(metrics, name);
            bean.register();
            return bean;
        } catch (JMException e) {
            throw new IllegalStateException("a name of an MBean is malformed: " + e.getMessage(), e);
        }
    }

    private void register() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            server.registerMBean(this, name);
            REGISTERED.put(name, this);
        } catch (JMException | SecurityException e) {
            LOG.warn("there is no MBean {}: {}", name, e.toString());
        }
    }

    @Override
    public void close() {
        if (!REGISTERED.remove(name, this)) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException | SecurityException e) {
            LOG.debug("could not remove the MBean {}: {}", name, e.toString());
        }
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        SinkMetrics.Metric metric = metrics.get(attribute);
        if (metric == null) {
            throw new AttributeNotFoundException(attribute);
        }
        return metric.value().getAsLong();
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            SinkMetrics.Metric metric = metrics.get(attribute);
            if (metric != null) {
                list.add(new Attribute(attribute, metric.value().getAsLong()));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String actionName, Object[] params, String[] signature) {
        throw new UnsupportedOperationException(actionName);
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = metrics.values().stream()
                .map(metric -> new MBeanAttributeInfo(
                        metric.name(), Long.class.getName(), metric.description(), true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(getClass().getName(), "A task of the Parquet sink", attributes, null, null, null);
    }
}
