(function () {
  'use strict';
  // "/" goes to the search box from anywhere but a field.
  document.addEventListener('keydown', function (e) {
    if (e.key === '/' && !e.ctrlKey && !e.metaKey && !e.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) {
      e.preventDefault();
      document.getElementById('search').focus();
    }
  });
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('select[data-value]').forEach(function (s) { s.value = s.dataset.value; });
  });
  // A click or a poll that fails behind the page must be seen on it. An answer that is no XML is the login page: the session has ended.
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.jQuery) { return; }
    var unreachable = document.getElementById('unreachable');
    jQuery(document).on('pfAjaxError', function (e, xhr) {
      if (xhr.status === 200) { location.href = '/admin/expired.xhtml'; } else if (unreachable) { unreachable.hidden = false; }
    }).on('pfAjaxComplete pfAjaxSuccess', function (e, xhr) {
      if (unreachable && xhr.status === 200) { unreachable.hidden = true; }
    });
  });
  // The overview asks every few seconds and would keep the session open for ever: thirty minutes without a hand on it end it here.
  var idleMinutesMax = 30, last = Date.now();
  ['pointerdown', 'keydown', 'wheel'].forEach(function (name) { document.addEventListener(name, function () { last = Date.now(); }, {passive: true}); });
  setInterval(function () {
    if (Date.now() - last > idleMinutesMax * 60000) { last = Date.now(); document.getElementById('leave:logout').click(); }
  }, 30000);
  // The editor of policy: numbers beside its lines, and a click on an error's line goes there.
  function numbered(area) {
    var lines = area && area.parentElement.querySelector('.lines');
    if (!lines) { return; }
    var count = area.value.split('\n').length;
    if (lines.dataset.count !== String(count)) {
      lines.dataset.count = count;
      lines.textContent = Array.from({length: count}, function (none, i) { return i + 1; }).join('\n');
    }
    lines.scrollTop = area.scrollTop;
  }
  function allNumbered() { document.querySelectorAll('.editor textarea').forEach(numbered); }
  document.addEventListener('DOMContentLoaded', function () {
    allNumbered();
    if (window.jQuery) { jQuery(document).on('pfAjaxComplete', allNumbered); }
  });
  ['input', 'scroll'].forEach(function (name) {
    document.addEventListener(name, function (e) { if (e.target.tagName === 'TEXTAREA') { numbered(e.target); } }, true);
  });
  document.addEventListener('click', function (e) {
    var line = e.target.dataset && e.target.dataset.line, area = document.querySelector('.editor textarea');
    if (!line || !area) { return; }
    e.preventDefault();
    var before = area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(before, before + area.value.split('\n')[line - 1].length);
    area.scrollTop = Math.max(0, (line - 5) * parseFloat(getComputedStyle(area).lineHeight));
  });
})();
