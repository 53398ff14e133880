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
})();
