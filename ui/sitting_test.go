package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crosswalk/internal/desk"
)

// atTheQueue opens the page of a sitting.
func atTheQueue(t *testing.T, now *desk.Snapshot) (*window, *clerk) {
	t.Helper()
	w := openWindow(t, now)
	c := w.clerk()
	w.openQueue()
	w.queue.drain()
	return w, c
}

func (w *window) clipboard() string { return w.app.Clipboard().Content() }

func TestTheNextNameIsCopiedForTheClickAndWhileTheSittingRuns(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	if got := w.clipboard(); got != "" {
		t.Errorf("%q was copied before anybody clicked", got)
	}
	w.tap("button", "Open Gusto")
	if got := w.clipboard(); got != "Client 2" {
		t.Errorf("copied %q", got)
	}
	did(t, c, "open")
	w.openSettings()
	next := sitting(desk.SittingRuns)
	next.Sitting.At = 3
	w.change(next)
	if got := w.clipboard(); got != "Client 3" {
		t.Errorf("the browser led on, and %q is on the clipboard", got)
	}
}

func TestAWrongCompanyIsGivenBackAndTriedAgainWithOneClick(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	w.find("text", "Gusto returned another company: “Whitfield Holdings LLC”")
	w.find("text", "You were linking Client 1. Nothing has been linked. It looks like your client 1010 Client 9 (same name).")
	w.tap("button", "Give it back and try again")
	w.tap("button", "Link it to 1010 Client 9")
	w.tap("button", "Link it to Client 1 all the same")
	w.tap("button", "Link it without a client")
	did(t, c, "answer 1 again", "open", "answer 1 there", "answer 1 here", "answer 1 alone")
}

// unrecognized is a question about a company that is called like the client that was asked for.
func unrecognized(why desk.Against) *desk.Snapshot {
	now := sitting(desk.SittingStands)
	now.Sitting.Items[1].Question = &desk.Question{
		Company: "other", CompanyName: "Client 1 LLC", Against: why, Answers: []desk.Answer{desk.AnswerAgain, desk.AnswerHere, desk.AnswerTo, desk.AnswerAlone},
	}
	return now
}

func TestTheQuestionSaysWhyANamesakeIsNotTaken(t *testing.T) {
	w, _ := atTheQueue(t, unrecognized(desk.AgainstOtherEIN))
	w.find("text", "You were linking Client 1. Nothing has been linked. Its name fits Client 1, but its EIN does not: it may be another business.")
	w.change(unrecognized(desk.AgainstSeveral))
	w.find("text", "You were linking Client 1. Nothing has been linked. Its name fits Client 1, and another client of yours as well.")
	w.find("text", "Gusto returned “Client 1 LLC”: which client is it?")
	w.change(unrecognized(""))
	w.find("text", "You were linking Client 1. Nothing has been linked.")
}

func TestTheClientOfACompanyIsPickedFromAllOfThem(t *testing.T) {
	w, c := atTheQueue(t, unrecognized(desk.AgainstSeveral))
	w.tap("button", "Link it to another client…")
	w.find("text", "Which client is Client 1 LLC?")
	did(t, c)
	test.Type(w.window.Canvas().Focused(), "1008")
	w.key(fyne.KeyReturn)
	w.queue.drain()
	did(t, c, "answer 1 to client-7")
	w.tap("button", "Link it to another client…")
	w.tap("button", "No client")
	w.queue.drain()
	did(t, c, "answer 1 to client-7", "answer 1 alone")
}

func TestAPickForAQuestionThatIsGoneChangesNothing(t *testing.T) {
	w, c := atTheQueue(t, unrecognized(""))
	w.tap("button", "Link it to another client…")
	now := sitting(desk.SittingStands)
	now.Sitting.Items[1].Question.Company = "third" // another one waits on that line now
	w.change(now)
	w.key(fyne.KeyReturn)
	w.queue.drain()
	did(t, c)
}

func TestCompaniesWithoutAClientAreNoClientsInTheHead(t *testing.T) {
	now := sitting(desk.SittingStands)
	for range 3 {
		now.Sitting.Items = append(now.Sitting.Items, desk.SittingItem{Name: "Nobody LLC", State: desk.ItemLinked})
	}
	w, _ := atTheQueue(t, now)
	w.find("text", "Linking 5 clients")
	w.find("text", "2 of 5")
}

func TestAnotherPersonAndLessAccessAreAskedAbout(t *testing.T) {
	now := sitting(desk.SittingStands)
	item := &now.Sitting.Items[1]
	item.State = desk.ItemWrongPerson
	item.Question = &desk.Question{CompanyName: "Client 1 LLC", Person: "Ann Lee", Before: "Dana Whitfield", Answers: []desk.Answer{desk.AnswerHere, desk.AnswerAgain}}
	w, c := atTheQueue(t, now)
	w.find("text", "Another person signed in: Ann Lee")
	w.tap("button", "Use the sign-in of Ann Lee")
	less := sitting(desk.SittingStands)
	less.Sitting.Items[1].State = desk.ItemLostReach
	less.Sitting.Items[1].Question = &desk.Question{CompanyName: "Client 1 LLC", Lost: []string{"payrolls:read"}, Answers: []desk.Answer{desk.AnswerAgain, desk.AnswerHere}}
	w.change(less)
	w.find("text", "This sign-in may do less than the one before")
	w.tap("button", "Use it all the same")
	did(t, c, "answer 1 here", "answer 1 here")
}

func TestTheQueueIsWorkedFromTheKeyboard(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	w.key(fyne.KeyReturn)
	w.typed('s')
	w.queue.drain()
	w.typed('p') // nothing runs
	w.queue.drain()
	did(t, c, "open", "skip 2")
	w.change(sitting(desk.SittingRuns))
	w.typed('p')
	w.queue.drain()
	did(t, c, "open", "skip 2", "pause")
}

func TestWhenNoBrowserOpensTheLinkCanBeCopied(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	w.tap("button", "Open Gusto")
	c.fail = &desk.Trouble{Cause: desk.BrowserFailed}
	w.change(sitting(desk.SittingRuns))
	w.tap("button", "Open browser again")
	w.find("text", "The browser did not open")
	w.find("button", "Copy link")
	c.fail = nil
	w.tap("button", "Open browser again")
	w.queue.drain()
	w.change(sitting(desk.SittingRuns))
	if _, ok := w.seek("text", "The browser did not open"); ok {
		t.Error("the browser has opened, and the page still says that it did not")
	}
}

func TestStoppingTheQueueSaysWhatStaysBeforeItEnds(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	w.tap("button", "Stop")
	did(t, c)
	w.tap("button", "Stop here")
	did(t, c, "stop")
}

func TestALineThatWasSkippedIsPutBackFromTheList(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	for range 8 { // Tab leads to the list, past the buttons
		if e := w.find("row", "1003, Client 2, Next"); e.Focused {
			break
		}
		w.window.Canvas().FocusNext()
	}
	w.key(fyne.KeyEnd)
	w.key(fyne.KeyRight)
	did(t, c, "retry 4")
}

func TestTheMenuLeadsToTheSittingWhileThereIsSomethingLeftToDo(t *testing.T) {
	w := openWindow(t, sitting(desk.SittingStands))
	w.clerk()
	w.tap("link", "Link companies, 3 left")
	w.find("text", "Linking 5 clients")
	w.openClients()
	w.change(sitting(desk.SittingDone))
	if _, ok := w.seek("button", "Back to the queue"); ok {
		t.Error("everything is done, and the list leads back to the queue")
	}
	w.tap("link", "Link companies")
	w.find("button", "Open Gusto")
}

func TestTheListLeadsBackToAnOpenSitting(t *testing.T) {
	w := openWindow(t, sitting(desk.SittingStands))
	w.clerk()
	w.tap("button", "Back to the queue")
	w.find("text", "Linking 5 clients")
	cleared := firm(10)
	w.change(cleared)
	w.find("text", "Clients")
}

func TestPagesOfTheQueueLookAsTheyDid(t *testing.T) {
	running, done := sitting(desk.SittingRuns), sitting(desk.SittingDone)
	running.Sitting.Items[2].State = desk.ItemAtGusto
	done.Sitting.At, done.Sitting.Asked, done.Sitting.Count = -1, -1, desk.SittingCount{Total: 5, Settled: 5}
	for i := range done.Sitting.Items {
		done.Sitting.Items[i].State, done.Sitting.Items[i].Question = desk.ItemLinked, nil
	}
	failing := sitting(desk.SittingStands)
	failing.Sitting.Trouble = &desk.Trouble{Cause: desk.NoRoute, Detail: "api.gusto.com"}
	for name, now := range map[string]*desk.Snapshot{"question": sitting(desk.SittingStands), "namesake": unrecognized(desk.AgainstOtherEIN), "runs": running, "done": done, "failing": failing} {
		t.Run(name, func(t *testing.T) {
			w, _ := atTheQueue(t, now)
			test.AssertRendersToMarkup(t, "queue-"+name+".xml", w.window.Canvas())
		})
	}
}

func TestWhoHasTurnedElsewhereStaysThereWhenTheQueueHasEnded(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	w.tap("button", "Stop")
	var stopping []func()
	w.tasks.spawn = func(f func()) { stopping = append(stopping, f) }
	w.tap("button", "Stop here")
	w.tasks.spawn = w.queue.add
	w.change(firm(10)) // the sitting is gone; the answer is still on its way
	w.find("text", "Clients")
	w.openSettings()
	for _, f := range stopping {
		f()
	}
	w.queue.drain()
	did(t, c, "stop")
	if _, ok := w.seek("text", "Companies per client"); !ok {
		t.Error("the page that was turned to is gone")
	}
}

func TestThePersonChoosesWhetherTheBrowserGoesOnByItself(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	box := "In the browser, go on to the next by itself: 3 seconds after each company, unless I stay"
	if e := w.find("checkbox", box); e.Value != "unchecked" {
		t.Errorf("it is %s by default", e.Value)
	}
	w.tap("checkbox", box)
	did(t, c, "onward true")
	now := sitting(desk.SittingRuns)
	now.Sitting.Onward = true
	w.change(now)
	if e := w.find("checkbox", box); e.Value != "checked" {
		t.Errorf("it is %s once it was chosen", e.Value)
	}
}

func TestALinkIsCopiedInsteadOfOpeningABrowser(t *testing.T) {
	w, c := atTheQueue(t, sitting(desk.SittingStands))
	w.tap("button", "More")
	w.tap("menuitem", "Copy the link, open no browser")
	did(t, c, "carry false")
	now := sitting(desk.SittingStands)
	now.Sitting.Trouble = &desk.Trouble{Cause: desk.PortBusy, Detail: "38517"}
	w.change(now)
	w.tap("button", "Paste the address instead")
	did(t, c, "carry false", "carry true")
}
