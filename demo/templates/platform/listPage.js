/* 列表页公共脚本 */
function loadPage(page){
  var p = {_isAgg: listParam._isAgg, _isJson: listParam._isJson, _pageSize: listParam._pageSize, _template: listParam._template, _rangeTimeGte: listParam._rangeTimeGte, _channelName: listParam._channelName, page: page};
  $.get(listParam.url, p, function(res){
    if(!listParam._isJson){ $("#body").html($(res).find("ul").html()); return; }
    var d = res.data, html = "";
    for(var i = 0; i < d.results.length; i++){
      var r = d.results[i];
      html += '<li><a target="_blank" href="' + r.url + '" title="' + r.title + '">' + r.title + '</a><span class="date">' + r.publishedTimeStr.substring(0, 10) + '</span></li>';
    }
    $("#body").html(html);
    $("#pages").attr("data-total", Math.ceil(d.total / d.rows));
  });
}
loadPage(1);
