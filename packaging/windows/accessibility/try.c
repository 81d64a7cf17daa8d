// A stand-in for a screen reader: it asks what the toolkit's build for accessibility tells Windows of a button, inside of
// one process. try.sh puts the toolkit's own accessibility_windows.c in front of this file, with free() replaced by let_go().
#include <stdio.h>

#define UIA_InvokePatternId 10000

static FyneUIAElement *held; // what the screen reader holds on to
static int torn;             // it was let go of all the same

static void noted(void *p) {
	if (held && p == held && held->refCount > 1) torn = 1;
}

static int faults;
static void want(int good, const char *what) {
	printf("%s: %s\n", good ? "good" : "BAD", what);
	if (!good) faults++;
}

static IRawFragment *child(int n) {
	IRawFragment *f = NULL, *next = NULL;
	g_root->fragment.lpVtbl->Navigate(&g_root->fragment, UIANavigateDirection_FirstChild, &f);
	while (f && n-- > 0) {
		f->lpVtbl->Navigate(f, UIANavigateDirection_NextSibling, &next);
		f = next;
	}
	return f;
}

int main(void) {
	HWND hwnd = CreateWindowW(L"STATIC", L"x", 0, 0, 0, 300, 200, HWND_MESSAGE, NULL, NULL, NULL);
	want(hwnd != NULL, "a window is there");
	WinAccessibilitySetWindow(hwnd);
	pfnUiaRaiseStructure = NULL; // Wine 8 has it by name alone, and ends whoever calls it
	WinAccessibilityClearElements();
	WinAccessibilityAddElement("Verify", WinAccessibilityRoleButton, 0, 0, 80, 32);
	WinAccessibilityAddElement("Clients", WinAccessibilityRoleLink, 0, 40, 80, 32);
	WinAccessibilityUpdate();

	IRawFragment *f = child(0);
	FyneUIAElement *e = f ? ELEM_FROM_FRAGMENT(f) : NULL;
	VARIANT name;
	want(e != NULL, "a button is there");
	if (!e) return 1;
	e->simple.lpVtbl->GetPropertyValue(&e->simple, UIA_NamePropertyId, &name);
	want(name.vt == VT_BSTR && wcscmp(name.bstrVal, L"Verify") == 0, "the button has its name");

	IUnknown *press = NULL;
	e->simple.lpVtbl->GetPatternProvider(&e->simple, UIA_InvokePatternId, &press);
	want(press != NULL, "the button can be pressed");

	// The window's next frame has another word in it, while the screen reader still holds the button.
	held = e;
	WinAccessibilityClearElements();
	WinAccessibilityAddElement("Asking Gusto…", WinAccessibilityRoleButton, 0, 0, 80, 32);
	WinAccessibilityUpdate();
	want(!torn, "what a screen reader holds stays in memory while it holds it");
	printf("%d faults\n", faults);
	return faults ? 1 : 0;
}
