package gusto

// The wire's own shapes. What Gusto may leave out or send as null decodes to the zero value.

type wireReference struct {
	Type string `json:"type"`
	UUID string `json:"uuid"`
}

func (w *wireReference) value() *Reference {
	if w == nil {
		return nil
	}
	return &Reference{Type: w.Type, UUID: w.UUID}
}

type wireMe struct {
	UUID  id     `json:"uuid"`
	ID    id     `json:"id"`
	Email string `json:"email"`
	Roles struct {
		PayrollAdmin *struct {
			Companies []wireMyCompany `json:"companies"`
		} `json:"payroll_admin"`
	} `json:"roles"`
}

type wireMyCompany struct {
	UUID           id             `json:"uuid"`
	ID             id             `json:"id"`
	Name           string         `json:"name"`
	TradeName      string         `json:"trade_name"`
	Tier           string         `json:"tier"`
	PartnerManaged bool           `json:"is_partner_managed"`
	Locations      []wireLocation `json:"locations"`
}

func (w wireMe) value() (Me, error) {
	me := Me{ID: string(w.UUID), Email: w.Email, Admin: w.Roles.PayrollAdmin != nil}
	if me.ID == "" {
		me.ID = string(w.ID)
	}
	if !me.Admin {
		return me, nil
	}
	seen := map[string]bool{}
	for _, c := range w.Roles.PayrollAdmin.Companies {
		one := MyCompany{
			ID: string(c.UUID), Name: c.Name, TradeName: c.TradeName, Tier: c.Tier,
			PartnerManaged: c.PartnerManaged, Locations: locations(c.Locations),
		}
		if one.ID == "" {
			one.ID = string(c.ID)
		}
		if one.ID == "" {
			return Me{}, errNoUUID
		}
		if !seen[one.ID] {
			seen[one.ID] = true
			me.Companies = append(me.Companies, one)
		}
	}
	return me, nil
}

type wireLocation struct {
	UUID    string `json:"uuid"`
	Street1 string `json:"street_1"`
	Street2 string `json:"street_2"`
	City    string `json:"city"`
	State   string `json:"state"`
	Zip     string `json:"zip"`
	Country string `json:"country"`
	Active  *bool  `json:"active"`
}

func locations(list []wireLocation) []Location {
	var all []Location
	for _, w := range list {
		all = append(all, Location{
			UUID: w.UUID, Street1: w.Street1, Street2: w.Street2, City: w.City, State: w.State,
			Zip: w.Zip, Country: w.Country, Active: w.Active == nil || *w.Active,
		})
	}
	return all
}

type wireAdmin struct {
	UUID      string `json:"uuid"`
	Email     string `json:"email"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Phone     string `json:"phone"`
}

func (w wireAdmin) value() Admin { return Admin(w) }

type wireCompany struct {
	UUID           string         `json:"uuid"`
	Name           string         `json:"name"`
	TradeName      string         `json:"trade_name"`
	EIN            string         `json:"ein"`
	EntityType     string         `json:"entity_type"`
	Tier           string         `json:"tier"`
	Status         string         `json:"company_status"`
	Suspended      bool           `json:"is_suspended"`
	PartnerManaged bool           `json:"is_partner_managed"`
	Joined         string         `json:"join_date"`
	Locations      []wireLocation `json:"locations"`
	PrimaryAdmin   *wireAdmin     `json:"primary_payroll_admin"`
}

func (w wireCompany) value() Company {
	c := Company{
		UUID: w.UUID, Name: w.Name, TradeName: w.TradeName, EIN: EIN(w.EIN), EntityType: w.EntityType, Tier: w.Tier,
		Status: w.Status, Suspended: w.Suspended, PartnerManaged: w.PartnerManaged, Joined: w.Joined,
		Locations: locations(w.Locations),
	}
	if w.PrimaryAdmin != nil {
		admin := w.PrimaryAdmin.value()
		c.PrimaryAdmin = &admin
	}
	return c
}
