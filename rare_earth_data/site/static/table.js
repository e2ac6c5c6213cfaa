// Tables to search, sort, filter, page and download, by DataTables; what is chosen stands in the address.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const element = document.querySelector("table.data");
  const {jQuery} = tables_library;
  const {columns, rows} = red.table ?? {};
  const state = red.read();
  const text = value => value === null || value === undefined ? "" : String(value);

  // A cell is made of text, never of markup: what documents hold stays text.
  function link(value, kind, row) {
    if (kind !== "display") return text(value);
    if (!row[0]) return escaped(value);
    return `<a href="${escaped(red.root + row[0])}">${escaped(value)}</a>`;
  }
  const escaped = value => text(value).replace(/[&<>"']/g, mark => `&#${mark.charCodeAt(0)};`);
  const plain = (value, kind) => kind === "display" ? escaped(value) : kind === "sort" || kind === "type" ? value ?? "" : text(value);

  const fromRows = () => ({
    data: rows,
    deferRender: true,
    columns: columns.map((column, index) => ({
      data: index + 1, title: column.name, name: column.name, type: column.number ? "num" : "string",
      render: index === 0 ? link : plain, className: column.number ? "number" : "",
    })),
    order: [],
  });
  const fromPage = () => ({order: JSON.parse(element.dataset.order)});

  const words = {
    en: {search: "Search", lengthMenu: "_MENU_ rows", info: "_START_–_END_ of _TOTAL_", infoEmpty: "none", infoFiltered: "(of _MAX_)",
      zeroRecords: "Nothing fits.", emptyTable: "No rows.", csv: "Shown rows as CSV", filter: "Filter"},
    zh: {search: "搜索", lengthMenu: "每页 _MENU_ 行", info: "第 _START_–_END_ 行，共 _TOTAL_ 行", infoEmpty: "无", infoFiltered: "（共 _MAX_ 行）",
      zeroRecords: "没有符合的行。", emptyTable: "没有行。", csv: "下载所示行 (CSV)", filter: "筛选"},
  };
  let api = null;

  function order() {
    const [column, direction] = (state.get("sort") ?? "").split(".");
    return direction ? [[Number(column), direction === "desc" ? "desc" : "asc"]] : null;
  }

  function build() {
    const language = words[red.language()];
    const base = rows ? fromRows() : fromPage();
    api = jQuery(element).DataTable({
      ...base, ...(order() ? {order: order()} : {}), language, autoWidth: false, orderMulti: false,
      pageLength: 25, lengthMenu: [10, 25, 100, 500],
      search: {search: state.get("q") ?? ""},
      layout: {
        topStart: "pageLength", topEnd: "search",
        bottomStart: "info", bottomEnd: "paging",
        top2Start: {buttons: [{extend: "csvHtml5", text: language.csv, filename: document.title.split(" · ")[0], bom: true,
          exportOptions: {orthogonal: "export"}}]},
      },
      initComplete() { filters(this.api(), language); },
    });
    const page = Number(state.get("page") ?? 1);
    if (page > 1) api.page(page - 1).draw("page");
    api.on("draw", keep);
  }

  // A second row of the head holds one field a column to filter by.
  function filters(table, language) {
    const line = document.createElement("tr");
    line.className = "filters";
    table.columns().every(function (index) {
      const name = columns ? columns[index].name : this.header().textContent.trim();
      const choices = columns ? columns[index].choices : [];
      const field = document.createElement(choices.length ? "select" : "input");
      field.setAttribute("aria-label", `${language.filter}: ${name}`);
      for (const choice of choices.length ? ["", ...choices] : []) field.append(new Option(choice, choice));
      field.value = state.get("f." + index) ?? "";
      const apply = () => this.search(field.value, choices.length ? {exact: true} : {});
      if (field.value) apply();
      field.addEventListener("input", () => { state.set("f." + index, field.value); apply().draw(); });
      const cell = document.createElement("td");
      cell.append(field);
      line.append(cell);
    });
    table.table().header().append(line);
    table.draw();
  }

  function keep() {
    const sort = api.order().filter(Array.isArray)[0];
    const values = {at: "", q: api.search(), page: api.page() ? String(api.page() + 1) : "", sort: sort ? `${sort[0]}.${sort[1]}` : ""};
    api.columns().every(function (index) { values["f." + index] = state.get("f." + index) ?? ""; });
    red.remember(values);
    for (const [key, value] of Object.entries(values)) state.set(key, value);
  }

  red.onLanguage(() => {
    if (!api) return;
    element.querySelector("tr.filters")?.remove();
    api.destroy();
    build();
  });
  build();
});
