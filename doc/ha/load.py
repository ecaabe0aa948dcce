#!/usr/bin/env python3
"""Registers households through the door of the people, as browsers do, and writes down every one that was confirmed.

load.py BASE OUT STOP TEMPORARY COMMUNE: the administrator “quantri”, whose temporary password is given, makes an
officer of the commune; then one line a confirmed form in OUT (moment, id of its household), until the file STOP is
there. The office gives the codes, so that a form that is saved twice makes two households. What was not confirmed is sent
again after a moment, the same form with the same key, as a browser does – also after STOP, for two minutes at most: at the
end there are as many households as lines. “told” in place of an id: the program was killed before it had answered, and
who sent the form again was told that it is saved.
"""
import datetime, http.cookiejar, os, re, secrets, sys, threading, time, urllib.error, urllib.parse, urllib.request

BASE, OUT, STOP, TEMPORARY, COMMUNE = sys.argv[1:6]
PEOPLE = 4
PASSWORD = "bông lúa chín ngoài đồng xa"  # of this drill's office, which is thrown away
lock, out = threading.Lock(), open(OUT, "a", buffering=1)


class Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer."""

    def redirect_request(self, *args):
        return None


def browser():
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), Stay)


def post(b, path, fields):
    """The status of a form's answer, and where it leads."""
    try:
        r = b.open(BASE + path, urllib.parse.urlencode(fields).encode(), timeout=60)
        return r.status, r.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as e:
        return e.code, e.headers.get("Location", "") or e.read().decode("utf-8", "replace")
    except OSError as e:
        return 0, str(e)


def person(no):
    b = None
    n = 0
    key = secrets.token_hex(16)
    today = datetime.date.today().strftime("%d/%m/%Y")
    tried = False  # whether this form was sent before
    stopped = None
    while True:
        if os.path.exists(STOP):
            stopped = stopped or time.time()
            if not tried or time.time() > stopped + 120:
                return
        if b is None:
            b = browser()
            status, to = post(b, "/login", {"username": "canbo.tap", "password": PASSWORD})
            if status != 303:
                b = None
                time.sleep(0.2)
                continue
        tried = True
        status, to = post(b, "/households/new", {
            "once": key, "commune_code": COMMUNE, "m1_full_name": f"Lâm Thị Tập {no} {n}",
            "m1_relationship": "head", "m1_birth_date": "05/09/1980", "income_per_head": "1.500.000",
            "valid_from": today})
        saved = re.match(r"/households/(\d+)", to)
        if status == 303 and (saved or to == "/"):
            with lock:
                out.write(f"{time.time():.3f} {saved.group(1) if saved else 'told'}\n")
            n, key, tried = n + 1, secrets.token_hex(16), False
        elif status == 303:  # to sign in again
            b = None
        else:
            alert = re.search(r'invalid-feedback[^>]*>(.*?)</', to, re.S)
            said = " ".join(re.sub("<[^>]*>", " ", alert.group(1) if alert else to).split())[:200]
            with lock:
                print(f"{time.time():.3f} person {no}: {status} {said!r}", file=sys.stderr)
            time.sleep(0.2)


def own_password(b, username, temporary):
    print("signed in:", post(b, "/login", {"username": username, "password": temporary}), file=sys.stderr)
    return post(b, "/account/password", {"old": temporary, "new": PASSWORD, "again": PASSWORD})


admin = browser()
own_password(admin, "quantri", TEMPORARY)
status, page = post(admin, "/accounts/new", {"username": "canbo.tap", "full_name": "Cán bộ tập dượt",
                                             "role": "commune_officer", "place": COMMUNE})
found = re.search(r'id="temporary"[^>]*>([^<]+)<', page)
if not found:
    sys.exit(f"no account: {status} {' '.join(re.sub('<[^>]*>', ' ', page).split())[-600:]}")
own_password(browser(), "canbo.tap", found.group(1).strip())

threads = [threading.Thread(target=person, args=(i,)) for i in range(PEOPLE)]
for t in threads:
    t.start()
for t in threads:
    t.join()
