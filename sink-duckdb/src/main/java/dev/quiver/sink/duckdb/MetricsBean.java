/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/** Numbers as the attributes of an MBean, for reading only. */
final class MetricsBean implements DynamicMBean {
    private final Map<String, SinkMetrics.Metric> metrics;

    MetricsBean(Map<String, SinkMetrics.Metric> metrics) {
        this.metrics = metrics;
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
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
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
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
        return null;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = metrics.entrySet().stream()
                .map(metric -> new MBeanAttributeInfo(
                        metric.getKey(), "long", metric.getValue().description(), true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(MetricsBean.class.getName(), "A task of a DuckDB sink", attributes, null, null, null);
    }
}
