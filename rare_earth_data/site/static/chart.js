// Draw the charts of a page: the specifications come once from charts.js, the data from the page.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const charts = [...document.querySelectorAll("figure.chart")].map(figure => ({
    figure, plot: figure.querySelector(".plot"), data: JSON.parse(figure.querySelector("script").textContent),
  }));

  function specification({figure, data}, lang) {
    const kind = figure.dataset.kind;
    const name = kind === "events" ? "events" : data.log ? "log" : "linear";
    const spec = structuredClone(red.charts[`${name}-${lang}`]);
    spec.width = "container";
    spec.autosize = {type: "fit-x", contains: "padding"};
    spec.background = null;
    if (kind === "events") {
      const events = figure.shown ?? data.events;
      spec.datasets = {events};
      spec.height = 20 * Math.max(1, new Set(events.map(each => each.type)).size);
      for (const layer of spec.layer) layer.encoding.x.scale = {domainMin: data.start, padding: 8};
    } else {
      spec.height = 300;
      spec.datasets = {claims: data.claims, references: data.references};
      spec.params = [{name: "bottom", value: data.domain[0]}, {name: "top", value: data.domain[1]}];
    }
    return spec;
  }

  async function draw(chart) {
    const {view} = await vegaEmbed(chart.plot, specification(chart, red.language()), {actions: false, renderer: "svg", logLevel: 1});
    chart.plot.querySelector("svg")?.setAttribute("aria-hidden", "true");
    view.addEventListener("click", (event, item) => {
      const href = item?.datum?.href;
      if (href) location.href = red.address(href.startsWith("#") ? href : red.root + href);
    });
    chart.figure.dataset.drawn = red.language();
  }

  const near = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      draw(charts.find(chart => chart.figure === entry.target));
    }
  }, {rootMargin: "600px"});
  charts.forEach(chart => near.observe(chart.figure));
  const redraw = () => charts.filter(chart => chart.figure.dataset.drawn).forEach(draw);
  red.onLanguage(lang => charts.filter(({figure}) => figure.dataset.drawn && figure.dataset.drawn !== lang).forEach(draw));

  // A list beside the chart was filtered: show the same events.
  document.addEventListener("red-filter", event => {
    for (const {figure, data} of charts) {
      if (figure.dataset.kind === "events") figure.shown = data.events.filter(each => event.detail.has(each.id));
    }
    redraw();
  });
});
