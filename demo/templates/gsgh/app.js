(function () {
  var app = document.getElementById("app");
  function text(tag, name, value) {
    var element = document.createElement(tag);
    element.className = name;
    element.textContent = value;
    return element;
  }
  function ask(path, done) {
    var xhr = new XMLHttpRequest();
    xhr.open("GET", "/prod-api/portal/article/" + path);
    xhr.onload = function () { done(JSON.parse(xhr.responseText)); };
    xhr.send();
  }
  function route() {
    var parts = location.hash.slice(1).split("?");
    return { name: parts[0] || "/home", query: new URLSearchParams(parts[1] || "") };
  }
  function shell(position) {
    app.textContent = "";
    app.appendChild(text("div", "header", "甘肃省总工会"));
    app.appendChild(text("div", "breadcrumb", "当前位置：首页 > " + position));
    var main = text("div", "main-box", "");
    app.appendChild(main);
    app.appendChild(text("div", "footer", "主办：甘肃省总工会　陇ICP备05000512号"));
    return main;
  }
  function list(query) {
    var category = query.get("categoryId");
    ask("list?categoryId=" + category + "&pageNum=" + (query.get("pageNum") || 1) + "&pageSize=10", function (answer) {
      var main = shell(query.get("position") || "新闻"), ul = text("ul", "news-list", "");
      answer.rows.forEach(function (row) {
        var li = text("li", "news-item", ""), a = text("a", "news-title", row.title);
        a.href = "#/newsDetail?id=" + row.id + "&categoryId=" + category;
        a.title = row.title;
        li.appendChild(a);
        li.appendChild(text("span", "news-time", row.publishTime.slice(0, 10)));
        ul.appendChild(li);
      });
      main.appendChild(ul);
      main.appendChild(text("div", "el-pagination", "共 " + answer.total + " 条"));
    });
  }
  function detail(query) {
    ask("detail?id=" + query.get("id"), function (answer) {
      var main = shell("正文");
      if (answer.code !== 200) { main.appendChild(text("div", "empty", answer.msg)); return; }
      document.title = answer.data.title + "-甘肃省总工会";
      main.appendChild(text("h1", "detail-title", answer.data.title));
      main.appendChild(text("div", "detail-info", "发布时间：" + answer.data.publishTime + "　来源：" + answer.data.source));
      var body = text("div", "detail-content", "");
      body.innerHTML = answer.data.content;
      main.appendChild(body);
    });
  }
  function show() {
    var here = route();
    if (here.name === "/moreNews_") { list(here.query); }
    else if (here.name === "/newsDetail") { detail(here.query); }
    else { shell("首页").innerHTML = '<a href="#/moreNews_?position=省总新闻&categoryId=502">省总新闻</a> <a href="#/moreNews_?position=基层动态&categoryId=503">基层动态</a>'; }
  }
  window.addEventListener("hashchange", show);
  show();
})();
