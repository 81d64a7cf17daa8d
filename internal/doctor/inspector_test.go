package doctor

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"crosswalk/internal/reach"
)

// inspector is a proxy as firms have it: it opens every encrypted connection and signs for the other side with an
// authority of its own.
type inspector struct {
	t         *testing.T
	address   string
	password  bool      // wants one, and takes none
	notBefore time.Time // of what it signs
	key       *ecdsa.PrivateKey
	authority *x509.Certificate
}

func newInspector(t *testing.T) *inspector {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{"Example Inspection Inc"}, CommonName: "Inspection CA"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	i := &inspector{t: t, key: key, notBefore: time.Now().Add(-time.Hour)}
	if i.authority, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(i)
	t.Cleanup(server.Close)
	i.address = server.URL
	return i
}

// trusted is a client of a computer to which IT has added the authority.
func (i *inspector) trusted(t *testing.T) *http.Client {
	t.Helper()
	path := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.authority.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	client, err := reach.New(reach.Options{UserAgent: "test", ExtraCA: path})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// ServeHTTP answers CONNECT, and then in the other side's name.
func (i *inspector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if i.password {
		w.Header().Set("Proxy-Authenticate", `Basic realm="Example"`)
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	host, _, err := net.SplitHostPort(r.Host)
	if r.Method != http.MethodConnect || err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
		return
	}
	inside := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{i.sign(host)}})
	if inside.Handshake() != nil {
		return
	}
	answer := "HTTP/1.1 401 Unauthorized\r\nX-Request-Id: behind-the-inspection\r\nContent-Length: 0\r\nConnection: close\r\nDate: " + time.Now().UTC().Format(http.TimeFormat) + "\r\n\r\n"
	buffer := make([]byte, 4096)
	if _, err := inside.Read(buffer); err == nil {
		inside.Write([]byte(answer))
	}
	inside.Close()
}

func (i *inspector) sign(host string) tls.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: i.notBefore, NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, i.authority, &i.key.PublicKey, i.key)
	if err != nil {
		i.t.Error(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: i.key}
}
